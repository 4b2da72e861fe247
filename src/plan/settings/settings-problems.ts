import type { Configuration } from "../../configuration/configuration.js";
import { groupBy } from "../../catalogue/group-by.js";
import type { Problem } from "../../problems/problem.js";
import type { ResolvedSystem } from "../resolved-system.js";
import { environmentNames } from "./environments.js";

/**
 * Invalid repository settings: a repository that two systems would configure or deliver to, or an environment that no
 * workflow names. Empty if a stack does not use GitHub.
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

/** GitHub's names are case-insensitive. */
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
            expected: `one system per repository ${which}`,
            found: `${repository} of ${sharing.map(({ name }) => name).join(" and ")}`,
            fix: "make them one system, or keep only one of them in slipway:systems",
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
          ? "no environments, because no job names one"
          : `an environment that a job names: ${named.join(", ")}`,
      found: JSON.stringify(name),
      fix: "correct or remove it",
    }));
}
