import { formatImageReference, type ImageReference, parseImageReference } from "./image-reference.js";

/** How the name of a public image relates to what its registry has. */
export interface ImagePin {
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
export function imagePin(image: string, digest: string | undefined): ImagePin {
  const named = parseImageReference(image);
  if (named === undefined || digest === undefined) return { state: "untagged", before: image, after: image };
  if (named.digest === digest) return { state: "current", before: image, after: image };
  const after = formatImageReference({ name: named.name, tag: named.tag ?? "latest", digest });
  return { state: named.digest === undefined ? "missing" : "moved", before: image, after };
}
