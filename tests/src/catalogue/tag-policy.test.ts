import assert from "node:assert/strict";
import fc from "fast-check";
import { type GitEvent, metadataLines, tagsFor, type TagPolicy } from "../../../src/catalogue/tag-policy.js";
import { A, B, gitEvent, HEAD_SHA, pullRequest, push, SHA, tagPolicy } from "./git-events.js";
import { tagsOfLines } from "./metadata-action.js";

const onMain = push("refs/heads/main");
const branches = (which: "all" | "default"): TagPolicy => [{ kind: "branch", branches: which }];
const latest: TagPolicy = [{ kind: "fixed", tag: "latest" }];
const versions: TagPolicy = [
  { kind: "semver", pattern: "{{version}}" },
  { kind: "semver", pattern: "{{major}}.{{minor}}" },
  { kind: "semver", pattern: "{{major}}" },
];

describe("metadataLines", () => {
  it("are one for each rule, in order (N21)", () => {
    assert.deepEqual(
      metadataLines([...A, ...branches("default"), ...versions, { kind: "sha", length: "long" }]),
      [
        "type=ref,event=branch",
        "type=ref,event=tag",
        "type=sha",
        "type=raw,value=latest,enable={{is_default_branch}}",
        "type=ref,event=branch,enable={{is_default_branch}}",
        "type=semver,pattern={{version}}",
        "type=semver,pattern={{major}}.{{minor}}",
        "type=semver,pattern={{major}}",
        "type=sha,format=long",
      ],
    );
  });
});

describe("tagsFor", () => {
  const trunk = { defaultBranch: "trunk" };
  const feature = push("refs/heads/feature/login", { name: "workflow_dispatch" });
  const cases: readonly [title: string, TagPolicy, GitEvent, ...string[]][] = [
    // Measured with the real action.
    ["a push to main", A, onMain, "main", "latest", "sha-0123456"],
    ["a push to main without latest and commit (G30, G31)", B, onMain, "main"],
    ["git tag v1.2.3 (N29)", A, push("refs/tags/v1.2.3"), "v1.2.3", "sha-0123456"],
    ["git tag 0.1.0 (G30, G31)", B, push("refs/tags/0.1.0"), "0.1.0"],
    [
      "a dispatch on main",
      A,
      push("refs/heads/main", { name: "workflow_dispatch" }),
      "main",
      "latest",
      "sha-0123456",
    ],
    // By DOCKER_METADATA_PR_HEAD_SHA: nobody can check out the merge commit later (user pain 10).
    ["a pull request, by its own commit", A, pullRequest(42), "sha-fedcba9"],
    ["a pull request, in full", [{ kind: "sha", length: "long" }], pullRequest(42), `sha-${HEAD_SHA}`],
    ["a pull request without commits", B, pullRequest(42)],
    ["a release: latest never moves (N22)", latest, push("refs/tags/v1.2.3")],
    ["a prerelease: latest never moves (N22)", latest, push("refs/tags/v2.0.0-beta.1")],
    ["the default branch, whatever it is called", latest, push("refs/heads/trunk", trunk), "latest"],
    ["another branch", latest, push("refs/heads/main", trunk)],
    ["a git tag named as the default branch", latest, push("refs/tags/trunk", trunk)],
    ["a schedule", latest, push("refs/heads/x", { ...trunk, name: "schedule" }), "latest"],
    ["a feature branch", branches("all"), feature, "feature-login"],
    ["a feature branch, where only the default is wanted", branches("default"), feature],
    ["the default branch alone", branches("default"), onMain, "main"],
    ["a policy that gives one tag twice", [...B, { kind: "fixed", tag: "main" }], onMain, "main"],
    [
      "the action's order, not the policy's: versions, names, fixed, commits",
      [{ kind: "sha", length: "long" }, ...A, { kind: "semver", pattern: "{{version}}" }],
      push("refs/tags/v1.2.3"),
      ...["1.2.3", "v1.2.3", `sha-${SHA}`, "sha-0123456"],
    ],
    ...Object.entries({
      "dependabot/npm_and_yarn/@types/node-20": "dependabot-npm_and_yarn-types-node-20",
      "a&b": "a-b",
      "fix/#12/über": "fix-12-ber",
      "release+1": "release-1",
      // Not cut, as the action does not.
      ["x".repeat(200)]: "x".repeat(200),
    }).map(([name, tag]): [string, TagPolicy, GitEvent, string] => [
      name,
      B,
      push(`refs/heads/${name}`),
      tag,
    ]),
    ...Object.entries({
      "v1.2.3": ["1.2.3", "1.2", "1"],
      "0.1.0": ["0.1.0", "0.1", "0"],
      "v1.2.3-rc.1": ["1.2.3-rc.1"],
      "v1.2.3+build.5": ["1.2.3", "1.2", "1"],
      "v1.2.3-beta/2": ["1.2.3-beta-2"],
      "v1.2": [],
      "version-1.2.3": [],
      "v1.2.3-01": [],
    }).map(([tag, tags]): [string, TagPolicy, GitEvent, ...string[]] => [
      `the version in ${tag}`,
      versions,
      push(`refs/tags/${tag}`),
      ...tags,
    ]),
  ];
  for (const [title, policy, event, ...tags] of cases) {
    it(`is right for ${title.slice(0, 80)}`, () => {
      assert.deepEqual(tagsFor(policy, event), tags);
    });
  }

  it("says the same as its lines, read by someone else (property)", () => {
    fc.assert(
      fc.property(tagPolicy, gitEvent, (policy, event) => {
        const sha = event.name === "pull_request" ? event.pullRequest.headSha : event.sha;
        const context = { ...event, eventName: event.name, sha };
        assert.deepEqual(tagsFor(policy, event), tagsOfLines(metadataLines(policy), context));
      }),
      { numRuns: 1000 },
    );
  });
});
