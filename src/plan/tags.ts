import type { Configuration } from "../configuration/configuration.js";
import { matchesRef } from "../catalogue/ref-filter.js";
import type { Image } from "../catalogue/image.js";
import type { System } from "../catalogue/system.js";
import { CACHE_TAG, classesOf, distinct, type TagClass } from "../catalogue/tag-class.js";
import { tagsFor, type TagRule } from "../catalogue/tag-policy.js";

/** Every class of tag that appears in an image's repository: its own, and that of the build cache. */
export function tagClasses(
  image: Pick<Image, "tags">,
  { releaseTags }: Pick<System, "releaseTags">,
  { buildCache }: { readonly buildCache: "off" | "registry" },
): TagClass[] {
  const own = classesOf(image.tags, releaseTags);
  return buildCache === "registry" ? distinct([...own, { kind: "moving", tag: CACHE_TAG }]) : own;
}

/**
 * The tags that one `up` publishes: those that CI would give for the git tag `release`, then the fixed ones. A local
 * build is on no branch, and its sources may be no commit, so it gives no tag that names one.
 *
 * BuildKit pushes in this order: immutable names come first, so that a refused release moves nothing.
 */
export function tagsOf(
  image: Pick<Image, "tags">,
  { releaseTags }: Pick<System, "releaseTags">,
  release: string | undefined,
): string[] {
  const fixed = image.tags.flatMap((rule) => (rule.kind === "fixed" ? [rule.tag] : []));
  if (release === undefined || !matchesRef(releaseTags, release)) return [...new Set(fixed)];
  const event = { name: "push", ref: `refs/tags/${release}`, sha: "", defaultBranch: "" } as const;
  const ofRelease = image.tags.filter((rule) => rule.kind === "git-tag" || rule.kind === "semver");
  const versions = tagsFor(
    ofRelease.filter((rule) => !isSeries(rule)),
    event,
  );
  const series = tagsFor(ofRelease.filter(isSeries), event);
  return [...new Set([...versions, ...series, ...fixed])];
}

/**
 * The tags under which a stack publishes an image: `tagsOf`. An image with only branch, commit or release tags is
 * published as `local` to a registry on this machine, and to no other.
 */
export function tagsOfStack(
  image: Pick<Image, "tags">,
  system: Pick<System, "releaseTags">,
  { registry, release }: Pick<Configuration, "registry" | "release">,
): string[] {
  const tags = tagsOf(image, system, release);
  return tags.length === 0 && registry.kind === "local" ? ["local"] : tags;
}

function isSeries(rule: TagRule): boolean {
  return rule.kind === "semver" && rule.pattern !== "{{version}}";
}
