/** GitHub's pages for settings that its API cannot change. */

/** What a package's owner is; `undefined` if unknown. */
export type OwnerKind = "organization" | "user" | undefined;

/** Access and visibility of a package. Organisations and users have different pages. */
export function packageSettings(owner: string, kind: OwnerKind, name: string): string {
  const place = kind === "user" ? "users" : "orgs";
  return `https://github.com/${place}/${owner}/packages/container/${encodeURIComponent(name)}/settings`;
}

/** Who may create packages in an organisation, and whether packages inherit their repository's access. */
export function organizationPackages(owner: string): string {
  return `https://github.com/organizations/${owner}/settings/packages`;
}

/** A repository's Actions and the permissions of its workflows. */
export function actionsSettings(repository: string): string {
  return `https://github.com/${repository}/settings/actions`;
}

/** A repository's Actions variables. */
export function variablesSettings(repository: string): string {
  return `https://github.com/${repository}/settings/variables/actions`;
}
