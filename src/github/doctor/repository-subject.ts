import { githubRepository, planRoles } from "../../plan/access/plan-roles.js";
import type { Configuration } from "../../configuration/configuration.js";
import { variablesOf } from "../../plan/settings/variables.js";
import type { System } from "../../catalogue/system.js";
import type { RepositorySubject } from "./repository-findings.js";

/** What has to be true of a system's repository on GitHub, by the catalogue and a stack's configuration. Pure. */
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

/** The registry's host is for workflows beside the catalogue's. */
function neededVariables(system: System, configuration: Configuration): Map<string, string | undefined> {
  return new Map(
    variablesOf(system, configuration)
      .filter(({ value }) => value.kind !== "registry")
      .map(({ name, value }) => [name, value.kind === "known" ? value.text : undefined]),
  );
}
