import type { DeepReadonly } from "./frozen.js";
import type { Image, Platform, System } from "./system.js";

/**
 * Seconds since 1970 that stand for every time in an image, so that one source gives one digest whenever and wherever
 * it is built. 1 January 1980 is the first day that every archive format can hold.
 */
export const BUILD_TIME = "315532800";

/**
 * What decides the content of an image, whoever builds it: a stack at a desk, or the system's own CI. Both take it from
 * here, so they cannot differ. Paths are relative to the root of the system's repository.
 */
export type ImageInputs = DeepReadonly<{
  context: string;
  dockerfile: string;
  target: string | undefined;
  platforms: Platform[];
  /** Arguments with one value everywhere. */
  buildArgs: Record<string, string>;
  /** Arguments that each environment sets for itself → the value where none is set. */
  variableArgs: Record<string, string>;
  /** The `ARG` that receives the identity of the sources. */
  sourceVersionArg: string | undefined;
  labels: Record<string, string>;
}>;

/** An image of the catalogue with what it is built from. */
export interface PlannedImage {
  readonly image: Image;
  readonly inputs: ImageInputs;
}

/** The image of that id. Throws where the catalogue has none. */
export function plannedImage(images: readonly PlannedImage[], id: string): PlannedImage {
  const found = images.find(({ image }) => image.id === id);
  if (found === undefined)
    throw new Error(`no image '${id}' among ${images.map(({ image }) => image.id).join(", ")}`);
  return found;
}

/** What an image is built from. `versions` replaces the system's defaults, `owner` is the stack's. Pure. */
export function imageInputs(
  image: Image,
  system: System,
  { owner, versions = {} }: { owner: string; versions?: Readonly<Record<string, string>> | undefined },
): ImageInputs {
  const all = { ...system.versions, ...versions };
  return {
    context: image.context,
    dockerfile: image.dockerfile,
    target: image.target,
    platforms: image.platforms,
    buildArgs: {
      ...image.buildArgs,
      ...Object.fromEntries((image.versionArgs ?? []).map((name) => [name, all[name] ?? ""])),
    },
    variableArgs: image.variableArgs ?? {},
    sourceVersionArg: image.sourceVersionArg,
    labels: {
      [SOURCE_LABEL]: `https://github.com/${system.owner ?? owner}/${system.repository}`,
      "org.opencontainers.image.title": image.repository,
      // Else CI's metadata action says when it ran, and no two builds of one commit have one digest.
      "org.opencontainers.image.created": new Date(Number(BUILD_TIME) * 1000).toISOString(),
    },
  };
}

/** The label by which GHCR ties a package to its repository; a workflow has it from the repository it runs in. */
export const SOURCE_LABEL = "org.opencontainers.image.source";
