import { workflowsFor } from "../access/plan-roles.js";
import type { Configuration } from "../configuration.js";
import { groupBy } from "../group-by.js";
import type { Problem } from "../problem.js";
import type { System } from "../system.js";
import { environmentNames } from "./environments.js";

/**
 * What keeps the settings of repositories from being what is meant: a repository that two systems would set, or an
 * environment that no workflow names. Empty where a stack leaves settings alone.
 */
export function settingsProblems(configuration: Configuration, systems: readonly System[]): Problem[] {
  const choice = configuration.repositorySettings;
  if (choice.kind === "none") return [];
  return [
    ...sharedRepositories(configuration, systems),
    ...environmentProblems(Object.keys(choice.environments), configuration, systems),
  ];
}

/** GitHub tells names apart without regard to case. */
function sharedRepositories({ owner }: Configuration, systems: readonly System[]): Problem[] {
  const byRepository = groupBy(systems, (system) =>
    `${system.owner ?? owner}/${system.repository}`.toLowerCase(),
  );
  return [...byRepository].flatMap(([repository, sharing]) =>
    sharing.length < 2
      ? []
      : [
          {
            where: "slipway:repositorySettings",
            expected: "one system for each repository whose settings the stack owns",
            got: `${repository} of ${sharing.map(({ name }) => name).join(" and ")}`,
            cure: "make them one system, or leave all but one of them out of slipway:systems",
          },
        ],
  );
}

function environmentProblems(
  chosen: readonly string[],
  configuration: Configuration,
  systems: readonly System[],
): Problem[] {
  const named = environmentNames(systems.flatMap((system) => workflowsFor(system, configuration)));
  return chosen
    .filter((name) => !named.includes(name))
    .map((name) => ({
      where: `slipway:repositorySettings.environments.${name}`,
      expected:
        named.length === 0
          ? "nothing here, because no job names an environment"
          : `an environment that a job names: ${named.join(", ")}`,
      got: JSON.stringify(name),
      cure: "correct or remove it",
    }));
}
