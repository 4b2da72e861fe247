import type { Image } from "./image.js";

/**
 * Seconds since 1970 that stand for every time in an image, so that one source gives one digest whenever and wherever
 * it is built. 1 January 1980 is the first day that every archive format can hold.
 */
export const BUILD_TIME = "315532800";

/**
 * One image with its versions, arguments and labels resolved: everything that decides what it holds, whoever builds it.
 * A stack and the system's own CI both build from it, so they cannot differ. Paths are relative to the root of the
 * system's repository.
 */
export interface ImageSpec extends Image {
  /** Arguments with one value everywhere, those of `versionArgs` included. */
  readonly buildArgs: Readonly<Record<string, string>>;
  readonly versionArgs: readonly string[];
  readonly variableArgs: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
}

/** At least one image. */
export type ImageSpecs = readonly [ImageSpec, ...ImageSpec[]];

/** The image of that id. Throws where there is none. */
export function imageById(images: readonly ImageSpec[], id: string): ImageSpec {
  const found = images.find((image) => image.id === id);
  if (found === undefined)
    throw new Error(`no image '${id}' among ${images.map((image) => image.id).join(", ")}`);
  return found;
}

/** What images need to know of their system. */
export interface SpecContext {
  /** GitHub user or organisation of its repository. */
  readonly owner: string;
  /** Name of its repository, without the owner. */
  readonly repository: string;
  /** `ARG` → image or version. */
  readonly versions: Readonly<Record<string, string>>;
}

/** Resolves what an image is built from. Pure. */
export function imageSpec(image: Image, system: SpecContext): ImageSpec {
  const { versionArgs = [], variableArgs = {} } = image;
  return {
    ...image,
    buildArgs: {
      ...image.buildArgs,
      ...Object.fromEntries(versionArgs.map((name) => [name, system.versions[name] ?? ""])),
    },
    versionArgs,
    variableArgs,
    labels: {
      [SOURCE_LABEL]: `https://github.com/${system.owner}/${system.repository}`,
      "org.opencontainers.image.title": image.repository,
      // Otherwise the metadata action writes the time of its run, and no two builds of one commit have one digest.
      "org.opencontainers.image.created": new Date(Number(BUILD_TIME) * 1000).toISOString(),
    },
  };
}

/** The build arguments of a build outside of CI: where each environment sets its own, the value that is safe. */
export function localBuildArgs({ variableArgs, buildArgs }: ImageSpec): Record<string, string> {
  return { ...variableArgs, ...buildArgs };
}

/** The label by which GHCR ties a package to its repository; a workflow has it from the repository it runs in. */
export const SOURCE_LABEL = "org.opencontainers.image.source";
