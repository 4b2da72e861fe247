import type { ResolvedSystem } from "./resolved-system.js";

/** A public image that a stack builds on. */
export interface PublicImage {
  readonly system: string;
  /** The `ARG` of the Dockerfiles that names it. */
  readonly arg: string;
  /** Its name, from the stack or else from the catalogue. */
  readonly image: string;
}

/** Whether an `ARG` of `versions` names an image; the others are versions of tools. */
export function namesImage(arg: string): boolean {
  return arg.endsWith("IMAGE");
}

/** The public images of systems, in their order. Pure. */
export function publicImages(systems: readonly ResolvedSystem[]): PublicImage[] {
  return systems.flatMap(({ name: system, versions }) =>
    Object.entries(versions)
      .filter(([arg]) => namesImage(arg))
      .map(([arg, image]) => ({ system, arg, image })),
  );
}
