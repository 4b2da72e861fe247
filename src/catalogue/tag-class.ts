import { isTag, matchesPattern } from "./names.js";
import { tagPattern } from "./ref-filter.js";
import type { TagPolicy, TagRule } from "./tag-policy.js";

/** The tag of BuildKit's cache in a repository, if the stack keeps one. */
export const CACHE_TAG = "buildcache";

/** A class of tags that behave alike over time. A repository's lifecycle and tag mutability follow from its classes. */
export type TagClass =
  /** One name that follows the newest build, such as `latest`. */
  | { readonly kind: "moving"; readonly tag: string }
  /** The name of a branch, which follows that branch. Known when there is a branch, not before. */
  | { readonly kind: "branch"; readonly branches: "all" | "default" }
  /** The first part or two of a version, such as `1.2`, which follows the newest release of that series. */
  | { readonly kind: "series"; readonly parts: 1 | 2 }
  /** One name a version, never moved; `pattern` (with `*`) says which names are versions, such as `v*`. */
  | { readonly kind: "release"; readonly pattern: string }
  /** `sha-` and a commit. Moved only when that commit is built again, which GHCR lets happen (N30). */
  | { readonly kind: "commit"; readonly length: "short" | "long" };

/** A version in ECR's patterns, which cannot express digits. */
const VERSION_PATTERN = "*.*.*";

/** The classes of a policy's tags, each once. `releaseTags` is the system's filter for git tags. */
export function classesOf(policy: TagPolicy, releaseTags: string): TagClass[] {
  return distinct(policy.flatMap((rule) => classesOfRule(rule, releaseTags)));
}

function classesOfRule(rule: TagRule, releaseTags: string): TagClass[] {
  switch (rule.kind) {
    case "branch":
      return [{ kind: "branch", branches: rule.branches }];
    case "git-tag":
      return [{ kind: "release", pattern: tagPattern(releaseTags) ?? "*" }];
    case "semver": {
      const release: TagClass = { kind: "release", pattern: VERSION_PATTERN };
      const parts = SERIES[rule.pattern];
      // A series tags prereleases in full, so it also gives tags that never move.
      return parts === undefined ? [release] : [{ kind: "series", parts }, release];
    }
    case "sha":
      return [{ kind: "commit", length: rule.length }];
    case "fixed":
      return [{ kind: "moving", tag: rule.tag }];
    default:
      return rule satisfies never;
  }
}

/** How many parts of a version name a series; none of a whole version. */
const SERIES = { "{{version}}": undefined, "{{major}}.{{minor}}": 2, "{{major}}": 1 } as const;

/** The classes without duplicates, in order. */
export function distinct(classes: readonly TagClass[]): TagClass[] {
  return [...new Map(classes.map((tagClass) => [JSON.stringify(tagClass), tagClass])).values()];
}

/** Whether `tag` may belong to this class. */
export function mayCarry(tagClass: TagClass, tag: string): boolean {
  switch (tagClass.kind) {
    case "moving":
      return tagClass.tag === tag;
    case "branch":
      return isTag(tag);
    case "series":
      return (tagClass.parts === 1 ? /^\d+$/ : /^\d+\.\d+$/).test(tag);
    case "release":
      return matchesPattern(tag, tagClass.pattern);
    case "commit":
      return (tagClass.length === "short" ? /^sha-[0-9a-f]{7}$/ : /^sha-[0-9a-f]{40}$/).test(tag);
    default:
      return tagClass satisfies never;
  }
}

/** Whether tags of this class move from one image to another. */
export function isMoved(tagClass: TagClass): boolean {
  return tagClass.kind !== "release" && tagClass.kind !== "commit";
}

/** The class in a few characters, for messages: the tag itself if known, or else its form. */
export function classInWords(tagClass: TagClass): string {
  switch (tagClass.kind) {
    case "moving":
      return tagClass.tag;
    case "branch":
      return tagClass.branches === "all" ? "the name of any branch" : "the name of the default branch";
    case "series":
      return tagClass.parts === 1 ? "MAJOR" : "MAJOR.MINOR";
    case "release":
      return tagClass.pattern;
    case "commit":
      return "sha-*";
    default:
      return tagClass satisfies never;
  }
}

const USUAL_DEFAULTS = ["main", "master"];

/**
 * Whether a lifecycle rule for `release` would also select tags of `other`. ECR's patterns know only `*`, so `v*` also
 * matches the branch `vnext`. Assumes one of the usual names for the default branch.
 */
export function isMistakenFor(release: Extract<TagClass, { kind: "release" }>, other: TagClass): boolean {
  const { pattern } = release;
  switch (other.kind) {
    case "moving":
      return matchesPattern(other.tag, pattern);
    case "branch":
      return other.branches === "all" || USUAL_DEFAULTS.some((name) => matchesPattern(name, pattern));
    case "series": {
      const known = pattern.replaceAll("*", "");
      return pattern.includes("*")
        ? (other.parts === 1 ? /^\d*$/ : /^\d*\.?\d*$/).test(known)
        : mayCarry(other, pattern);
    }
    case "commit":
      return matchesPattern(
        other.length === "short" ? "sha-0123456" : `sha-${"0123456789abcdef".repeat(3)}`,
        pattern,
      );
    case "release":
      return false;
    default:
      return other satisfies never;
  }
}
