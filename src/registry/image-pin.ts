import { formatImageReference, type ImageReference, parseImageReference } from "./image-reference.js";
import type { PublicImage } from "../plan/public-images.js";

/** How a public image of a stack stands to its registry. */
export interface ImagePin {
  readonly system: string;
  readonly arg: string;
  /**
   * `current`: named by the digest that its tag has now; `missing`: named by tag alone; `moved`: its tag has another
   * digest now; `untagged`: named by digest alone, so there is nothing to ask for.
   */
  readonly state: "current" | "missing" | "moved" | "untagged";
  /** Its name, as the stack or the catalogue has it. */
  readonly before: string;
  /** Its name with tag and digest; `before` where nothing is to be changed. */
  readonly after: string;
}

/** Whether there is a tag to ask for: one that is named, or Docker's `latest` where nothing is named. Pure. */
export function hasTag({ tag, digest }: ImageReference): boolean {
  return tag !== undefined || digest === undefined;
}

/** Compares an image's name with the `digest` that its tag has now; `undefined` where it has no tag. Pure. */
export function imagePin({ system, arg, image }: PublicImage, digest: string | undefined): ImagePin {
  const named = parseImageReference(image);
  const pin = (state: ImagePin["state"], after = image): ImagePin => ({
    system,
    arg,
    state,
    before: image,
    after,
  });
  if (named === undefined || digest === undefined) return pin("untagged");
  if (named.digest === digest) return pin("current");
  const after = formatImageReference({ name: named.name, tag: named.tag ?? "latest", digest });
  return pin(named.digest === undefined ? "missing" : "moved", after);
}
