import { inWords } from "../../problems/in-words.js";

/** Repository permissions of fine-grained tokens and GitHub Apps: API name → name on GitHub's page. */
const permissionNames = {
  actions: "Actions",
  actions_variables: "Variables",
  administration: "Administration",
} as const;

type TokenPermission = keyof typeof permissionNames;
type PermissionLevel = "read" | "write";

/**
 * The permissions that a token needs for each kind of `@pulumi/github` resource that a stack declares. A classic
 * token's scope `repo` includes all of them. Source: GitHub's REST documentation, "Permissions required for
 * fine-grained personal access tokens"; the end-to-end test uses exactly these.
 */
export const tokenPermissions = {
  ActionsRepositoryPermissions: { administration: "write" },
  ActionsVariable: { actions_variables: "write" },
  RepositoryDependabotSecurityUpdates: { administration: "write" },
  RepositoryEnvironment: { administration: "write", actions: "read" },
  RepositoryEnvironmentDeploymentPolicy: { administration: "write", actions: "read" },
  RepositoryRuleset: { administration: "write" },
  RepositoryVulnerabilityAlerts: { administration: "write" },
  WorkflowRepositoryPermissions: { administration: "write" },
} as const satisfies Readonly<Record<string, Readonly<Partial<Record<TokenPermission, PermissionLevel>>>>>;

/** The permissions for all of them, as on GitHub's page: `Actions: read, …`. */
export function neededInWords(): string {
  const needed = Object.entries(neededPermissions());
  return inWords(needed.map(([name, level]) => `${pageName(name)}: ${level}`));
}

/** A permission's name on GitHub's page. */
export function pageName(permission: string): string {
  return Object.entries(permissionNames).find(([name]) => name === permission)?.[1] ?? permission;
}

/** All of them: permission → the highest level that a resource needs. */
export function neededPermissions(): Partial<Record<TokenPermission, PermissionLevel>> {
  const all: [string, PermissionLevel][] = Object.values(tokenPermissions).flatMap((needs) =>
    Object.entries(needs),
  );
  return Object.fromEntries(all.toSorted(([, one], [, other]) => one.localeCompare(other)));
}
