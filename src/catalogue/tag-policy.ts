import { parse, prerelease, valid } from "semver";

/** One rule that gives an image a tag. `metadataLines` translates it for docker/metadata-action. */
export type TagRule =
  /** The branch's name. `default`: only on the repository's default branch. */
  | { readonly kind: "branch"; readonly branches: "all" | "default" }
  /** The git tag as it is. */
  | { readonly kind: "git-tag" }
  /** The version in a git tag, or a part of it; the part follows the newest version it fits. */
  | { readonly kind: "semver"; readonly pattern: SemverPattern }
  /** `sha-` and the commit; `short`: its first seven digits. */
  | { readonly kind: "sha"; readonly length: "short" | "long" }
  /** A fixed name such as `latest`, which follows the default branch and is given to nothing else. */
  | { readonly kind: "fixed"; readonly tag: string };

/** The part of a version that becomes the tag. A prerelease is always used in full. */
export type SemverPattern = "{{version}}" | "{{major}}.{{minor}}" | "{{major}}";

/** Every rule that gives an image a tag; at least one. */
export type TagPolicy = readonly [TagRule, ...TagRule[]];

/**
 * The `flavor` input of docker/metadata-action for `metadataLines`. By default the action moves `latest` on every git
 * tag, even a beta's (N22, measured).
 */
export const METADATA_FLAVOR = "latest=false";

/** The policy as docker/metadata-action's input `tags`, one line per rule, in order (N21). */
export function metadataLines(policy: TagPolicy): string[] {
  return policy.map(metadataLine);
}

const ON_DEFAULT = ",enable={{is_default_branch}}";

function metadataLine(rule: TagRule): string {
  switch (rule.kind) {
    case "branch":
      return `type=ref,event=branch${rule.branches === "all" ? "" : ON_DEFAULT}`;
    case "git-tag":
      return "type=ref,event=tag";
    case "semver":
      return `type=semver,pattern=${rule.pattern}`;
    case "sha":
      return rule.length === "short" ? "type=sha" : "type=sha,format=long";
    case "fixed":
      return `type=raw,value=${rule.tag}${ON_DEFAULT}`;
    default:
      return rule satisfies never;
  }
}

/**
 * The tags that docker/metadata-action 6.2.0 gives for an event, with `metadataLines` and `METADATA_FLAVOR`: in its
 * order, each once; empty if no rule applies.
 *
 * Like the action, it does not validate them: a tag can exceed 128 characters or start with a hyphen. `publication`
 * checks that.
 */
export function tagsFor(policy: readonly TagRule[], event: GitEvent): string[] {
  const tags = policy
    .toSorted((a, b) => PRECEDENCE.indexOf(a.kind) - PRECEDENCE.indexOf(b.kind))
    .flatMap((rule) => tagOf(rule, event) ?? []);
  return [...new Set(tags.filter((tag) => tag !== "").map(sanitized))];
}

/** The action's priorities, highest first. A branch and a git tag have equal priority, but no event has both. */
const PRECEDENCE: readonly TagRule["kind"][] = ["semver", "branch", "git-tag", "fixed", "sha"];

const SHORT_SHA = 7;

function tagOf(rule: TagRule, event: GitEvent): string | undefined {
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
      // By DOCKER_METADATA_PR_HEAD_SHA; the action's default is the merge commit, which cannot be checked out later.
      const sha = event.name === "pull_request" ? event.pullRequest.headSha : event.sha;
      return `sha-${rule.length === "short" ? sha.slice(0, SHORT_SHA) : sha}`;
    }
    case "fixed":
      return isOnDefaultBranch(event) ? rule.tag : undefined;
    default:
      return rule satisfies never;
  }
}

/** A schedule runs on the default branch, whatever its name. */
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
  return pattern
    .replace("{{version}}", version.version)
    .replace("{{major}}", String(version.major))
    .replace("{{minor}}", String(version.minor));
}

/** Like the action, replaces each run of invalid characters by one hyphen. */
export function sanitized(name: string): string {
  return name.replace(/[^A-Za-z0-9._-]+/g, "-");
}

/** The default branch's usual name. */
export const DEFAULT_BRANCH = "main";

/** An event on GitHub, as far as it decides the names of images. */
export type GitEvent = RefEvent | PullRequestEvent;

interface EventBase {
  /** The full ref: `refs/heads/main`, `refs/tags/v1.2.3`, `refs/pull/NUMBER/merge`. */
  readonly ref: string;
  /** The commit, 40 hexadecimal digits. For a pull request, the merge commit for the run, which is on no branch. */
  readonly sha: string;
  /** Name of the repository's default branch, such as `main`. */
  readonly defaultBranch: string;
}

/** An event on a branch or a git tag. */
export interface RefEvent extends EventBase {
  readonly name: "push" | "workflow_dispatch" | "schedule";
}

/** A pull request was opened or changed. `headSha` is the head of the branch to merge. */
export interface PullRequestEvent extends EventBase {
  readonly name: "pull_request";
  readonly pullRequest: { readonly number: number; readonly headSha: string };
}
