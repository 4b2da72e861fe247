import type { ResolvedSystem } from "../../plan/resolved-system.js";
import type { RepositorySubject } from "./repository-findings.js";

/** What must hold in a system's repository on GitHub, from the plan. Pure. */
export function repositorySubject(system: ResolvedSystem): RepositorySubject {
  const { owner, name, ids } = system.repository;
  const isTrusted = system.roles.some(({ trusted }) => trusted.kind === "github");
  return {
    system: system.name,
    repository: `${owner}/${name}`,
    defaultBranch: system.defaultBranch,
    ids: isTrusted ? (ids ?? "missing") : "not needed",
    variables: isTrusted ? neededVariables(system) : new Map(),
    isManaged: system.settings !== undefined,
  };
}

/** Only workflows outside the catalogue use the registry's host. */
function neededVariables({ variables }: ResolvedSystem): Map<string, string | undefined> {
  return new Map(
    variables
      .filter(({ value }) => value.kind !== "registry")
      .map(({ name, value }) => [name, value.kind === "known" ? value.text : undefined]),
  );
}
