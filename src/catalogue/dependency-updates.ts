/** What Dependabot calls a kind of dependency, as far as systems here have it. */
export type Ecosystem = "cargo" | "docker" | "github-actions" | "gomod" | "npm" | "pip";

/** Dependencies of one kind that Dependabot proposes newer versions of. */
export interface DependencyUpdates {
  readonly ecosystem: Ecosystem;
  /** Folders with manifests, from the repository's root: `/`, `/services/auth`. For actions, `/` is `.github/workflows`. */
  readonly directories: readonly [string, ...string[]];
}
