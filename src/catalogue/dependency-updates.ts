/** Dependabot's name for a kind of dependency, as far as the systems use it. */
export type Ecosystem = "cargo" | "docker" | "github-actions" | "gomod" | "npm" | "pip";

/** Dependencies of one kind for Dependabot to update. */
export interface DependencyUpdates {
  readonly ecosystem: Ecosystem;
  /** Folders with manifests, from the repository's root: `/`, `/services/auth`. For actions, `/` is `.github/workflows`. */
  readonly directories: readonly [string, ...string[]];
}
