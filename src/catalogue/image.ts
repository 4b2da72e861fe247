import type { TagPolicy } from "./tag-policy.js";

/** A platform that an image is built for, as Docker's `os/architecture`. */
export const PLATFORMS = ["linux/amd64", "linux/arm64"] as const;
export type Platform = (typeof PLATFORMS)[number];

/** The image that another image of the same system is built on. */
export interface BaseReference {
  /** The base's `id` in the same system. */
  readonly image: string;
  /** The name in the application's `FROM`, with its tag. */
  readonly name: string;
  /** The command that builds the base by hand, for the error if the base is missing. */
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
  /** Platforms to build for; at least one, because the default would be the building machine's. */
  readonly platforms: readonly [Platform, ...Platform[]];
  /** The stage to build. Default: the last. */
  readonly target?: string;
  /** Build arguments besides those of `versions`. Public: anyone who can pull the image can read them. */
  readonly buildArgs?: Readonly<Record<string, string>>;
  /** Names from the system's `versions` that this image's Dockerfile takes as `ARG`. Default: none. */
  readonly versionArgs?: readonly string[];
  /**
   * Build arguments that each environment sets, such as the URL of its API → a safe default. CI reads the Actions
   * variable of that name, or else the secret. Public nevertheless: anyone who can pull the image can read them.
   * Default: none.
   */
  readonly variableArgs?: Readonly<Record<string, string>>;
  /** The `ARG` that receives the version of the sources, so that a running container can report it. Default: none. */
  readonly sourceVersionArg?: string;
  /** Which event gives the image which tag; at least one rule (`tag-policy.ts`). */
  readonly tags: TagPolicy;
  /** The image of this system that this one is built on. Default: none. */
  readonly base?: BaseReference;
}
