import fc from "fast-check";
import type {
  TagPolicy,
  TagRule,
  GitEvent,
  PullRequestEvent,
  RefEvent,
} from "../../../src/catalogue/tag-policy.js";

/** Forty digits, so that short and long forms are told apart at sight. */
export const SHA = "0123456789abcdef0123456789abcdef01234567";
export const HEAD_SHA = "fedcba9876543210fedcba9876543210fedcba98";

/** A push to a branch or of a git tag, by its full ref. */
export function push(ref: string, overrides: Partial<RefEvent> = {}): RefEvent {
  return { name: "push", ref, sha: SHA, defaultBranch: "main", ...overrides };
}

/** A pull request into main. */
export function pullRequest(number: number): PullRequestEvent {
  return {
    name: "pull_request",
    ref: `refs/pull/${number}/merge`,
    sha: SHA,
    defaultBranch: "main",
    pullRequest: { number, headSha: HEAD_SHA },
  };
}

/** The policies of the table in the facts about docker/metadata-action: A is Nullspace's (N21), B is GGRS's (G30). */
export const A: TagPolicy = [
  { kind: "branch", branches: "all" },
  { kind: "git-tag" },
  { kind: "sha", length: "short" },
  { kind: "fixed", tag: "latest" },
];
export const B: TagPolicy = [{ kind: "branch", branches: "all" }, { kind: "git-tag" }];

const commit = fc.stringMatching(/^[0-9a-f]{40}$/);
const number = fc.nat({ max: 30 });

/** Names of git tags: versions of every form, good and bad. */
export const versionName = fc
  .tuple(
    fc.constantFrom("", "v", "V", "=v", "release/", "p1-"),
    number,
    number,
    number,
    fc.constantFrom("", "-rc.1", "-beta/2", "+build.5", "-0a", "-01", ".4", "-alpha+1", "-rc."),
  )
  .map(([prefix, major, minor, patch, suffix]) => `${prefix}${major}.${minor}.${patch}${suffix}`);

/** Names of branches, most of which no image tag may have. */
const refName = fc.oneof(
  fc.constantFrom("main", "master", "feature/x", "dependabot/npm/@a/b", "a&b", "latest"),
  versionName,
  fc.string({ minLength: 1, maxLength: 150, unit: fc.constantFrom(...Array.from("aZ09._-/@+#&<'\"é日{}")) }),
);

export const gitEvent: fc.Arbitrary<GitEvent> = fc.oneof(
  fc.record({
    name: fc.constantFrom("push" as const, "workflow_dispatch" as const, "schedule" as const),
    ref: fc.tuple(fc.constantFrom("refs/heads/", "refs/tags/"), refName).map((parts) => parts.join("")),
    sha: commit,
    defaultBranch: fc.oneof(fc.constant("main"), refName),
  }),
  refName.map((branch) => push(`refs/heads/${branch}`, { defaultBranch: branch })),
  fc.record({
    name: fc.constant("pull_request" as const),
    ref: fc.nat().map((id) => `refs/pull/${id}/merge`),
    sha: commit,
    defaultBranch: fc.constant("main"),
    pullRequest: fc.record({ number: fc.nat(), headSha: commit }),
  }),
);

const tagRule: fc.Arbitrary<TagRule> = fc.oneof(
  fc.record({
    kind: fc.constant("branch" as const),
    branches: fc.constantFrom("all" as const, "default" as const),
  }),
  fc.constant({ kind: "git-tag" as const }),
  fc.record({
    kind: fc.constant("semver" as const),
    pattern: fc.constantFrom("{{version}}" as const, "{{major}}.{{minor}}" as const, "{{major}}" as const),
  }),
  fc.record({
    kind: fc.constant("sha" as const),
    length: fc.constantFrom("short" as const, "long" as const),
  }),
  fc.record({ kind: fc.constant("fixed" as const), tag: fc.constantFrom("latest", "live", "1") }),
);

export const tagPolicy: fc.Arbitrary<TagPolicy> = fc
  .tuple(tagRule, fc.array(tagRule, { maxLength: 5 }))
  .map(([first, rest]) => [first, ...rest]);
