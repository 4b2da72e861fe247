/** The pages of GitHub where things are set that its interface does not set. */

/** What a package's owner is; `undefined` where nobody was asked. */
export type OwnerKind = "organization" | "user" | undefined;

/** Where a package's access and visibility are set. Organisations and persons have theirs in different places. */
export function packageSettings(owner: string, kind: OwnerKind, name: string): string {
  const place = kind === "user" ? "users" : "orgs";
  return `https://github.com/${place}/${owner}/packages/container/${encodeURIComponent(name)}/settings`;
}

/** Where an organisation says who may create packages, and whether they take over their repository's access. */
export function organizationPackages(owner: string): string {
  return `https://github.com/organizations/${owner}/settings/packages`;
}

/** Where a repository's Actions, and the rights of its workflows, are set. */
export function actionsSettings(repository: string): string {
  return `https://github.com/${repository}/settings/actions`;
}

/** Where a repository's Actions variables are set. */
export function variablesSettings(repository: string): string {
  return `https://github.com/${repository}/settings/variables/actions`;
}
