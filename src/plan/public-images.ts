import type { Configuration } from "../configuration/configuration.js";
import type { System } from "../catalogue/system.js";
import { systemsOf } from "./systems-of.js";

/** A public image that a stack builds on. */
export interface PublicImage {
  readonly system: string;
  /** The `ARG` that the Dockerfiles take it by. */
  readonly arg: string;
  /** Its name, as the stack has it, or else the catalogue. */
  readonly image: string;
}

/** Whether an `ARG` of `versions` names an image; the others are versions of tools. */
export function namesImage(arg: string): boolean {
  return arg.endsWith("IMAGE");
}

/** The public images of the systems that a stack owns, in the order of the catalogue. Pure. */
export function publicImages(
  configuration: Pick<Configuration, "systems" | "versions">,
  catalogue: readonly System[],
): PublicImage[] {
  return systemsOf(configuration, catalogue).flatMap(({ name: system, versions }) =>
    Object.entries({ ...versions, ...configuration.versions[system] })
      .filter(([arg]) => namesImage(arg))
      .map(([arg, image]) => ({ system, arg, image })),
  );
}
