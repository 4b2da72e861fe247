import assert from "node:assert/strict";
import fc from "fast-check";
import { isTag } from "../../../src/catalogue/names.js";
import { metadataLines, tagsFor, type TagRule, type GitEvent } from "../../../src/catalogue/tag-policy.js";
import { A, B, gitEvent, HEAD_SHA, pullRequest, push, SHA, tagPolicy } from "./git-events.js";
import { tagsOfLines } from "./metadata-action.js";

const onMain = push("refs/heads/main");
const dispatch = push("refs/heads/main", { name: "workflow_dispatch" });

describe("metadataLines", () => {
  it("are Nullspace's four, in order (N21)", () => {
    assert.deepEqual(metadataLines(A), [
      "type=ref,event=branch",
      "type=ref,event=tag",
      "type=sha",
      "type=raw,value=latest,enable={{is_default_branch}}",
    ]);
  });

  it("say every other rule", () => {
    assert.deepEqual(
      metadataLines([
        { kind: "branch", branches: "default" },
        { kind: "semver", pattern: "{{version}}" },
        { kind: "semver", pattern: "{{major}}.{{minor}}" },
        { kind: "semver", pattern: "{{major}}" },
        { kind: "sha", length: "long" },
      ]),
      [
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
  const measured: readonly [string, GitEvent, string[], string[]][] = [
    ["a push to main", onMain, ["main", "latest", "sha-0123456"], ["main"]],
    ["git tag v1.2.3 (N29)", push("refs/tags/v1.2.3"), ["v1.2.3", "sha-0123456"], ["v1.2.3"]],
    ["git tag 1.2.3 (G30)", push("refs/tags/1.2.3"), ["1.2.3", "sha-0123456"], ["1.2.3"]],
    ["a dispatch on main", dispatch, ["main", "latest", "sha-0123456"], ["main"]],
  ];
  for (const [title, event, ofA, ofB] of measured) {
    it(`is what the real action makes of ${title}`, () => {
      assert.deepEqual(tagsFor(A, event), ofA);
      assert.deepEqual(tagsFor(B, event), ofB);
    });
  }

  it("is what the real action makes of a pull request: the merge commit, which nobody can check out later", () => {
    assert.deepEqual(tagsFor(A, pullRequest(42), "merge"), ["sha-0123456"]);
    assert.deepEqual(tagsFor(B, pullRequest(42), "merge"), []);
  });

  it("names a pull request's own commit where DOCKER_METADATA_PR_HEAD_SHA is set, as ours do (user pain 10)", () => {
    assert.deepEqual(tagsFor(A, pullRequest(42)), ["sha-fedcba9"]);
    assert.deepEqual(tagsFor([{ kind: "sha", length: "long" }], pullRequest(42)), [`sha-${HEAD_SHA}`]);
  });

  it("gives GGRS neither latest nor a commit (G30, G31)", () => {
    for (const event of [onMain, push("refs/tags/0.1.0"), pullRequest(1)])
      assert.deepEqual(
        tagsFor(B, event).filter((tag) => /latest|sha/.test(tag)),
        [],
      );
  });

  it("never moves latest with a git tag, a prerelease's or a release's (N22)", () => {
    for (const tag of ["v1.2.3", "v2.0.0-beta.1", "latest-news"])
      assert.deepEqual(tagsFor([{ kind: "fixed", tag: "latest" }], push(`refs/tags/${tag}`)), []);
  });

  it("gives a fixed tag on the default branch alone, whatever it is called", () => {
    const latest: TagRule = { kind: "fixed", tag: "latest" };
    const trunk = { defaultBranch: "trunk" };
    assert.deepEqual(tagsFor([latest], push("refs/heads/trunk", trunk)), ["latest"]);
    assert.deepEqual(tagsFor([latest], push("refs/heads/main", trunk)), []);
    assert.deepEqual(tagsFor([latest], push("refs/tags/trunk", trunk)), []);
    assert.deepEqual(tagsFor([latest], push("refs/heads/trunk", { ...trunk, name: "schedule" })), ["latest"]);
  });

  it("names a feature branch, unless only the default branch is wanted", () => {
    const feature = push("refs/heads/feature/login", { name: "workflow_dispatch" });
    assert.deepEqual(tagsFor([{ kind: "branch", branches: "all" }], feature), ["feature-login"]);
    assert.deepEqual(tagsFor([{ kind: "branch", branches: "default" }], feature), []);
    assert.deepEqual(tagsFor([{ kind: "branch", branches: "default" }], onMain), ["main"]);
  });

  it("puts one hyphen for each run of characters that no tag may hold", () => {
    for (const [branch, tag] of [
      ["feature/x", "feature-x"],
      ["dependabot/npm_and_yarn/@types/node-20", "dependabot-npm_and_yarn-types-node-20"],
      ["a&b", "a-b"],
      ["fix/#12/über", "fix-12-ber"],
      ["release+1", "release-1"],
    ] as const)
      assert.deepEqual(tagsFor(B, push(`refs/heads/${branch}`)), [tag]);
  });

  const versions: readonly [string, string[]][] = [
    ["v1.2.3", ["1.2.3", "1.2", "1"]],
    ["1.2.3", ["1.2.3", "1.2", "1"]],
    ["v0.1.0", ["0.1.0", "0.1", "0"]],
    ["v1.2.3-rc.1", ["1.2.3-rc.1"]],
    ["v1.2.3+build.5", ["1.2.3", "1.2", "1"]],
    ["v1.2.3-beta/2", ["1.2.3-beta-2"]],
    ["v1.2", []],
    ["version-1.2.3", []],
    ["v1.2.3-01", []],
  ];
  for (const [gitTag, tags] of versions) {
    it(`reads the version in ${gitTag}`, () => {
      assert.deepEqual(
        tagsFor(
          [
            { kind: "semver", pattern: "{{version}}" },
            { kind: "semver", pattern: "{{major}}.{{minor}}" },
            { kind: "semver", pattern: "{{major}}" },
          ],
          push(`refs/tags/${gitTag}`),
        ),
        tags,
      );
    });
  }

  it("has the action's order, not the policy's: versions, names, fixed, commits", () => {
    assert.deepEqual(
      tagsFor(
        [{ kind: "sha", length: "long" }, ...A, { kind: "semver", pattern: "{{version}}" }],
        push("refs/tags/v1.2.3"),
      ),
      ["1.2.3", "v1.2.3", `sha-${SHA}`, "sha-0123456"],
    );
  });

  it("gives each tag once", () => {
    const twice: TagRule[] = [
      { kind: "branch", branches: "all" },
      { kind: "fixed", tag: "main" },
    ];
    assert.deepEqual(tagsFor(twice, onMain), ["main"]);
  });

  it("does not cut what is too long for a tag, as the action does not", () => {
    const [tag = ""] = tagsFor(B, push(`refs/heads/${"x".repeat(200)}`));
    assert.equal(tag.length, 200);
    assert.ok(!isTag(tag));
  });

  it("says the same as its lines, read by someone else (property)", () => {
    fc.assert(
      fc.property(
        tagPolicy,
        gitEvent,
        fc.constantFrom("head" as const, "merge" as const),
        (policy, event, which) => {
          const sha =
            event.name === "pull_request" && which === "head" ? event.pullRequest.headSha : event.sha;
          assert.deepEqual(
            tagsFor(policy, event, which),
            tagsOfLines(metadataLines(policy), { ...event, eventName: event.name, sha }),
          );
        },
      ),
      { numRuns: 1000 },
    );
  });

  it("depends on nothing but its arguments, and changes none of them (property)", () => {
    fc.assert(
      fc.property(tagPolicy, gitEvent, (policy, event) => {
        const before = JSON.stringify([policy, event]);
        assert.deepEqual(tagsFor(policy, event), tagsFor(policy, event));
        assert.equal(JSON.stringify([policy, event]), before);
      }),
    );
  });
});
