import { matchesPattern } from "./names.js";
import type { Image, TagClass } from "./system.js";

/** The tag under which a repository holds BuildKit's cache, where the stack keeps one there. */
export const CACHE_TAG = "buildcache";

/** Every class of tag that appears in an image's repository: its own, and that of the build cache. */
export function publishedTags(
  image: Image,
  { buildCache }: { readonly buildCache: "off" | "registry" },
): TagClass[] {
  return buildCache === "registry" ? [...image.tags, { kind: "moving", tag: CACHE_TAG }] : [...image.tags];
}

/**
 * The tags one `up` publishes: the release where the stack names one and the image takes it, then the moving ones.
 * BuildKit pushes in this order, so that a refused release moves nothing.
 */
export function tagsOf(image: Image, release: string | undefined): string[] {
  const moving = image.tags.flatMap((tag) => (tag.kind === "moving" ? [tag.tag] : []));
  const released =
    release !== undefined &&
    image.tags.some((tag) => tag.kind === "release" && matchesPattern(release, tag.pattern));
  return released ? [release, ...moving] : moving;
}

/** Whether an image of this tag class may be tagged `tag`. */
export function mayCarry(tagClass: TagClass, tag: string): boolean {
  switch (tagClass.kind) {
    case "moving":
      return tagClass.tag === tag;
    case "release":
      return matchesPattern(tag, tagClass.pattern);
    default:
      return tagClass satisfies never;
  }
}
