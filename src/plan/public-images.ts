import { groupBy } from "../catalogue/group-by.js";
import type { ResolvedImage, ResolvedSystem } from "./resolved-system.js";

/** A public image that a stack builds on. */
export interface PublicImage {
  readonly system: string;
  /** The `ARG` of the Dockerfiles that names it. */
  readonly arg: string;
  /** Its name, from the stack or else from the catalogue. */
  readonly image: string;
}

/** The public images of systems, in their order. Pure. */
export function publicImages(systems: readonly ResolvedSystem[]): PublicImage[] {
  return systems.flatMap(({ name: system, versions }) =>
    Object.entries(versions)
      .filter(([arg]) => namesImage(arg))
      .map(([arg, image]) => ({ system, arg, image })),
  );
}

/** A public image, and what to rebuild when it gets a new digest. */
export interface Dependents {
  /** As the catalogue names it. */
  readonly base: string;
  /** `system/image`, in the order of the catalogue: those built on it, and those built on them. */
  readonly images: readonly string[];
}

/**
 * Which images are built on which public image, by the `ARG`s that end in `IMAGE` and by the systems' own bases. Does
 * not see a base that a Dockerfile names without such an `ARG`. Pure.
 */
export function dependents(systems: readonly ResolvedSystem[]): Dependents[] {
  const pairs = systems.flatMap((system) =>
    system.images.flatMap((image) =>
      [...new Set(publicBases(image, system))].map((base) => ({
        base,
        image: `${system.name}/${image.spec.id}`,
      })),
    ),
  );
  return [...groupBy(pairs, ({ base }) => base)].map(([base, group]) => ({
    base,
    images: group.map(({ image }) => image),
  }));
}

/** The dependents whose base has the name and tag of `reference`, whatever the digests. */
export function dependentsOf(reference: string, systems: readonly ResolvedSystem[]): Dependents | undefined {
  return dependents(systems).find(({ base }) => withoutDigest(base) === withoutDigest(reference));
}

function publicBases(image: ResolvedImage, { images, versions }: ResolvedSystem): string[] {
  const below = images.filter(({ spec }) => spec.id === image.base?.image);
  return [image, ...below]
    .flatMap(({ spec }) => spec.versionArgs)
    .filter(namesImage)
    .flatMap((name) => versions[name] ?? []);
}

/** Whether an `ARG` of `versions` names an image; the others are versions of tools. */
function namesImage(arg: string): boolean {
  return arg.endsWith("IMAGE");
}

/** Docker's short form: `docker.io/library/rust:1` is `rust:1`. */
function withoutDigest(reference: string): string {
  return reference.replace(/@.*$/, "").replace(/^docker\.io\/(?:library\/)?/, "");
}
