import { inWords } from "../../problems/in-words.js";

/** Permissions of fine-grained tokens and GitHub Apps on a repository: as GitHub's API spells them → as its page does. */
export const permissionNames = {
  actions: "Actions",
  actions_variables: "Variables",
  administration: "Administration",
} as const;

export type TokenPermission = keyof typeof permissionNames;
export type PermissionLevel = "read" | "write";

/**
 * What a token has to be allowed for each kind of resource of `@pulumi/github` that a stack declares.
 * All of it is in the scope `repo` of a classic token, too. Source: GitHub's REST documentation, "Permissions required
 * for fine-grained personal access tokens"; the end-to-end test works with just these.
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

/** What a token has to be allowed for all of them, in the words of GitHub's page: `Actions: read, …`. */
export function neededInWords(): string {
  const needed = Object.entries(neededPermissions());
  return inWords(needed.map(([name, level]) => `${pageName(name)}: ${level}`));
}

/** What GitHub's page calls a permission. */
export function pageName(permission: string): string {
  return Object.entries(permissionNames).find(([name]) => name === permission)?.[1] ?? permission;
}

/** All of them together: permission → the most that one resource needs. */
export function neededPermissions(): Partial<Record<TokenPermission, PermissionLevel>> {
  const all: [string, PermissionLevel][] = Object.values(tokenPermissions).flatMap((needs) =>
    Object.entries(needs),
  );
  return Object.fromEntries(all.toSorted(([, one], [, other]) => one.localeCompare(other)));
}
