import type { Workflow } from "./workflow-model.js";
import type { ImageSpecs } from "./image-spec.js";
import type { Image } from "./image.js";

/** The values of the catalogue: what a person writes for one software system, and nothing derived from it. */

/** Where a system's images are published. */
export type RegistryKind = "ecr" | "ghcr";

/** One software system: its repository on GitHub and what is published from it. */
export interface System {
  /** Unique in the catalogue; also the key in `slipway:checkouts` and `slipway:versions`. */
  readonly name: string;
  /** GitHub user or organisation of its repository. Default: the stack's. */
  readonly owner?: string;
  /** Name of its GitHub repository, as GitHub spells it, without the owner. */
  readonly repository: string;
  readonly registry: RegistryKind;
  /** The git tags of releases, in GitHub's filter syntax: `v*`, `[0-9]+.[0-9]+.[0-9]+`. They start workflows. */
  readonly releaseTags: string;
  /** Toolchains and base images that a stack may replace: the Dockerfile's `ARG` → the default of that `ARG`. */
  readonly versions: Readonly<Record<string, string>>;
  readonly images: readonly Image[];
  /** The workflow files of its repository, made from its images. Default: none. */
  readonly workflows?: (images: ImageSpecs) => readonly Workflow[];
  /**
   * What Dependabot updates (`.github/dependabot.yml`), besides the workflows' actions and the Dockerfiles' base
   * images. Default: nothing, and no such file.
   */
  readonly dependencyUpdates?: readonly DependencyUpdates[];
}

/** Dependabot's name for a kind of dependency, as far as the systems use it. */
export type Ecosystem = "cargo" | "docker" | "github-actions" | "gomod" | "npm" | "pip";

/** Dependencies of one kind for Dependabot to update. */
export interface DependencyUpdates {
  readonly ecosystem: Ecosystem;
  /** Folders with manifests, from the repository's root: `/`, `/services/auth`. For actions, `/` is `.github/workflows`. */
  readonly directories: readonly [string, ...string[]];
}
