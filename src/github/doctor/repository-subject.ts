import { githubRepository, planRoles } from "../../plan/access/plan-roles.js";
import type { Configuration } from "../../configuration/configuration.js";
import { variablesOf } from "../../plan/settings/variables.js";
import type { System } from "../../catalogue/system.js";
import type { RepositorySubject } from "./repository-findings.js";

/** What must hold in a system's repository on GitHub, from catalogue and configuration. Pure. */
export function repositorySubject(system: System, configuration: Configuration): RepositorySubject {
  const { owner, name, ids } = githubRepository(system, configuration.owner, configuration.ciAccess);
  const isTrusted = planRoles(system, configuration).some(({ trusted }) => trusted.kind === "github");
  return {
    system: system.name,
    repository: `${owner}/${name}`,
    ids: isTrusted ? (ids ?? "missing") : "not needed",
    variables: isTrusted ? neededVariables(system, configuration) : new Map(),
    isManaged: configuration.repositorySettings.kind === "managed",
  };
}

/** Only workflows outside the catalogue use the registry's host. */
function neededVariables(system: System, configuration: Configuration): Map<string, string | undefined> {
  return new Map(
    variablesOf(system, configuration)
      .filter(({ value }) => value.kind !== "registry")
      .map(({ name, value }) => [name, value.kind === "known" ? value.text : undefined]),
  );
}
