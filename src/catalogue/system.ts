import type { DependencyUpdates } from "./dependency-updates.js";
import type { Workflow } from "./workflow-model.js";
import type { ImageSpecs } from "./image-spec.js";
import type { TagPolicy } from "./tag-policy.js";

/** The values of the catalogue: what a person writes down for one software system, and nothing that follows from it. */

/** Where a system's images are published. */
export type RegistryKind = "ecr" | "ghcr";

/** A platform an image is built for, in Docker's `os/architecture` form. */
export const PLATFORMS = ["linux/amd64", "linux/arm64"] as const;
export type Platform = (typeof PLATFORMS)[number];

/** The image that another image of the same system is built on. */
export interface BaseImage {
  /** The base's `id` in the same system. */
  readonly image: string;
  /** The name that stands in the application's `FROM`, with its tag. */
  readonly name: string;
  /** The command that builds the base by hand, named in the error when the base is missing. */
  readonly buildCommand: string;
}

/** One container image of a system. */
export interface Image {
  /** Short name, unique in its system. */
  readonly id: string;
  /** Repository in the registry, without host or owner. */
  readonly repository: string;
  /** The Dockerfile, relative to the root of the system's own repository. */
  readonly dockerfile: string;
  /** The build context, relative to the root of the system's own repository. */
  readonly context: string;
  /** What it is built for; at least one, because a default would be the machine it happens to be built on. */
  readonly platforms: readonly [Platform, ...Platform[]];
  /** The stage to stop at. Default: the last. */
  readonly target?: string;
  /** Build arguments beside those of `versions`. Public: anyone who can pull the image can read them. */
  readonly buildArgs?: Readonly<Record<string, string>>;
  /** Names from the system's `versions` that this image's Dockerfile takes as `ARG`. Default: none. */
  readonly versionArgs?: readonly string[];
  /**
   * Build arguments that each environment sets for itself, such as the address of its API → a value that is safe where
   * none is set. CI takes them from the Actions variable of that name, else from the secret. Public all the same: what
   * is built in can be read out. Default: none.
   */
  readonly variableArgs?: Readonly<Record<string, string>>;
  /** The `ARG` that receives the identity of the sources, so that a running container can tell. Default: none. */
  readonly sourceVersionArg?: string;
  /** Which event gives the image which tag; at least one rule. */
  readonly tags: TagPolicy;
  /** The image this one is built on. Default: none of this system. */
  readonly base?: BaseImage;
}

/** One software system: its repository on GitHub and what is published from it. */
export interface System {
  /** Unique in the catalogue; also the key in `slipway:checkouts` and `slipway:versions`. */
  readonly name: string;
  /** GitHub user or organisation of its repository, where that is not the stack's. */
  readonly owner?: string;
  /** Name of its GitHub repository, as GitHub spells it, without the owner. */
  readonly repository: string;
  readonly registry: RegistryKind;
  /** The git tags that are releases, in GitHub's filter syntax: `v*`, `[0-9]+.[0-9]+.[0-9]+`. They start workflows. */
  readonly releaseTags: string;
  /** Toolchains and base images that a stack may replace: the Dockerfile's `ARG` → the default of that `ARG`. */
  readonly versions: Readonly<Record<string, string>>;
  readonly images: readonly Image[];
  /** The workflow files of its repository, made from its images. Default: none. */
  readonly workflows?: (images: ImageSpecs) => readonly Workflow[];
  /**
   * What Dependabot keeps fresh, written to `.github/dependabot.yml`, beside the actions of the workflows and the images
   * that the Dockerfiles stand on. Default: nothing, and no such file.
   */
  readonly dependencyUpdates?: readonly DependencyUpdates[];
}
