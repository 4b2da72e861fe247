import type { Configuration } from "../../configuration/configuration.js";
import { groupBy } from "../../catalogue/group-by.js";
import type { Problem } from "../../problems/problem.js";
import type { ResolvedSystem } from "../resolved-system.js";
import { environmentNames } from "./environments.js";

/**
 * What keeps a stack's work on GitHub from being what is meant: a repository that two systems would set or deliver to, or
 * an environment that no workflow names. Empty where a stack leaves GitHub alone.
 */
export function settingsProblems(
  configuration: Configuration,
  systems: readonly ResolvedSystem[],
): Problem[] {
  const choice = configuration.repositorySettings;
  const deliveries =
    configuration.delivery === "off"
      ? []
      : sharedRepositories("slipway:delivery", "that the stack delivers to", systems);
  if (choice.kind === "none") return deliveries;
  return [
    ...deliveries,
    ...sharedRepositories("slipway:repositorySettings", "whose settings the stack owns", systems),
    ...environmentProblems(Object.keys(choice.environments), systems),
  ];
}

/** GitHub tells names apart without regard to case. */
function sharedRepositories(where: string, which: string, systems: readonly ResolvedSystem[]): Problem[] {
  const byRepository = groupBy(systems, ({ repository: { owner, name } }) =>
    `${owner}/${name}`.toLowerCase(),
  );
  return [...byRepository].flatMap(([repository, sharing]) =>
    sharing.length < 2
      ? []
      : [
          {
            where,
            expected: `one system for each repository ${which}`,
            found: `${repository} of ${sharing.map(({ name }) => name).join(" and ")}`,
            fix: "make them one system, or leave all but one of them out of slipway:systems",
          },
        ],
  );
}

function environmentProblems(chosen: readonly string[], systems: readonly ResolvedSystem[]): Problem[] {
  const named = environmentNames(systems.flatMap(({ workflows }) => workflows));
  return chosen
    .filter((name) => !named.includes(name))
    .map((name) => ({
      where: `slipway:repositorySettings.environments.${name}`,
      expected:
        named.length === 0
          ? "nothing here, because no job names an environment"
          : `an environment that a job names: ${named.join(", ")}`,
      found: JSON.stringify(name),
      fix: "correct or remove it",
    }));
}
