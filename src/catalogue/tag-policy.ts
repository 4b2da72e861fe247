import { parse, prerelease, valid } from "semver";
import type { GitEvent } from "./git-event.js";

/** One reason for an image to get a tag. `metadataLines` says each in the words of docker/metadata-action. */
export type TagRule =
  /** The branch's name, which follows the branch. `default`: on the repository's default branch only. */
  | { readonly kind: "branch"; readonly branches: "all" | "default" }
  /** The git tag as it is. */
  | { readonly kind: "git-tag" }
  /** The version in a git tag, or a part of it; the part follows the newest version it fits. */
  | { readonly kind: "semver"; readonly pattern: SemverPattern }
  /** `sha-` and the commit; `short`: its first seven digits. */
  | { readonly kind: "sha"; readonly length: "short" | "long" }
  /** A fixed name such as `latest`, which follows the default branch and is given to nothing else. */
  | { readonly kind: "fixed"; readonly tag: string };

/** Which part of a version becomes the tag. A prerelease is always named in full. */
export type SemverPattern = "{{version}}" | "{{major}}.{{minor}}" | "{{major}}";

/** Every reason for an image to get a tag; at least one. */
export type TagPolicy = readonly [TagRule, ...TagRule[]];

/**
 * The `flavor` input of docker/metadata-action that belongs to `metadataLines`. By itself the action would move
 * `latest` on every git tag, a beta's too (N22, measured).
 */
export const METADATA_FLAVOR = "latest=false";

/**
 * The commit that a pull request's images are named after. `head` is what our workflows ask for with
 * DOCKER_METADATA_PR_HEAD_SHA; left to itself the action takes the merge commit, which nobody can check out later.
 */
export type PullRequestCommit = "head" | "merge";

/** The policy as docker/metadata-action reads it: the lines of its input `tags`, in the policy's order (N21). */
export function metadataLines(policy: TagPolicy): string[] {
  return policy.map(metadataLine);
}

function metadataLine(rule: TagRule): string {
  switch (rule.kind) {
    case "branch":
      return rule.branches === "all"
        ? "type=ref,event=branch"
        : "type=ref,event=branch,enable={{is_default_branch}}";
    case "git-tag":
      return "type=ref,event=tag";
    case "semver":
      return `type=semver,pattern=${rule.pattern}`;
    case "sha":
      return rule.length === "short" ? "type=sha" : "type=sha,format=long";
    case "fixed":
      return `type=raw,value=${rule.tag},enable={{is_default_branch}}`;
    default:
      return rule satisfies never;
  }
}

/**
 * The tags that docker/metadata-action 6.2.0 makes of an event, given `metadataLines` and `METADATA_FLAVOR`: in its
 * order, each once, none where no rule applies.
 *
 * Like the action, it does not look at what it made: a name can be longer than the 128 characters of a tag, or begin
 * with a hyphen. `publishedReferences` does.
 */
export function tagsFor(
  policy: readonly TagRule[],
  event: GitEvent,
  pullRequestCommit: PullRequestCommit = "head",
): string[] {
  const tags = policy
    .toSorted((a, b) => PRECEDENCE.indexOf(a.kind) - PRECEDENCE.indexOf(b.kind))
    .flatMap((rule) => tagOf(rule, event, pullRequestCommit) ?? []);
  return [...new Set(tags.filter((tag) => tag !== "").map(sanitized))];
}

/** The action's priorities, highest first. A branch and a git tag have the same, but no event has both. */
const PRECEDENCE: readonly TagRule["kind"][] = ["semver", "branch", "git-tag", "fixed", "sha"];

const SHORT_SHA = 7;

function tagOf(rule: TagRule, event: GitEvent, pullRequestCommit: PullRequestCommit): string | undefined {
  switch (rule.kind) {
    case "branch":
      return rule.branches === "all" || isOnDefaultBranch(event)
        ? nameBelow("refs/heads/", event.ref)
        : undefined;
    case "git-tag":
      return nameBelow("refs/tags/", event.ref);
    case "semver":
      return versionOf(event.ref, rule.pattern);
    case "sha": {
      const sha =
        event.name === "pull_request" && pullRequestCommit === "head" ? event.pullRequest.headSha : event.sha;
      return `sha-${rule.length === "short" ? sha.slice(0, SHORT_SHA) : sha}`;
    }
    case "fixed":
      return isOnDefaultBranch(event) ? rule.tag : undefined;
    default:
      return rule satisfies never;
  }
}

/** A schedule runs on the default branch, whatever it is called. */
function isOnDefaultBranch(event: GitEvent): boolean {
  return event.name === "schedule" || nameBelow("refs/heads/", event.ref) === event.defaultBranch;
}

function nameBelow(folder: string, ref: string): string | undefined {
  return ref.startsWith(folder) ? ref.slice(folder.length) : undefined;
}

function versionOf(ref: string, pattern: SemverPattern): string | undefined {
  const name = nameBelow("refs/tags/", ref)?.replaceAll("/", "-");
  const version = name === undefined || valid(name) === null ? null : parse(name, { loose: true });
  if (version === null) return undefined;
  if (prerelease(version) !== null) return version.version;
  switch (pattern) {
    case "{{version}}":
      return version.version;
    case "{{major}}.{{minor}}":
      return `${version.major}.${version.minor}`;
    case "{{major}}":
      return String(version.major);
    default:
      return pattern satisfies never;
  }
}

/** As the action does it: every run of characters that no tag may hold becomes one hyphen. */
export function sanitized(name: string): string {
  return name.replace(/[^A-Za-z0-9._-]+/g, "-");
}
