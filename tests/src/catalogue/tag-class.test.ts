import assert from "node:assert/strict";
import fc from "fast-check";
import {
  classesOf,
  isMistakenFor,
  isMoved,
  mayCarry,
  type TagClass,
} from "../../../src/catalogue/tag-class.js";
import { tagsFor } from "../../../src/catalogue/tag-policy.js";
import { isTag } from "../../../src/catalogue/names.js";
import { matchesRef } from "../../../src/catalogue/ref-filter.js";
import { A, gitEvent, SHA, tagPolicy } from "./git-events.js";

describe("classesOf", () => {
  it("follows from the rules", () => {
    assert.deepEqual(classesOf(A, "[0-9]+.[0-9]+.[0-9]+"), [
      { kind: "branch", branches: "all" },
      { kind: "release", pattern: "*.*.*" },
      { kind: "commit", length: "short" },
      { kind: "moving", tag: "latest" },
    ]);
  });

  it("has a series for a part of a version, and releases beside it for prereleases, each class once", () => {
    const version = (pattern: "{{version}}" | "{{major}}" | "{{major}}.{{minor}}") =>
      ({ kind: "semver", pattern }) as const;
    const major = version("{{major}}");
    const release = { kind: "release", pattern: "*.*.*" };
    const series = [2, 1].map((parts) => ({ kind: "series", parts }));
    const all = classesOf([version("{{version}}"), version("{{major}}.{{minor}}"), major], "v*");
    assert.deepEqual(all, [release, ...series]);
    assert.deepEqual(classesOf([major], "v*"), [series[1], release]);
  });

  it("covers every legal tag that the policy gives (property)", () => {
    fc.assert(
      fc.property(tagPolicy, gitEvent, (policy, event) => {
        const gitTag = /^refs\/tags\/(.*)$/s.exec(event.ref)?.[1];
        fc.pre(gitTag === undefined || matchesRef("**", gitTag));
        const classes = classesOf(policy, "**");
        for (const tag of tagsFor(policy, event).filter(isTag))
          assert.ok(
            classes.some((tagClass) => mayCarry(tagClass, tag)),
            tag,
          );
      }),
    );
  });
});

describe("a class of tags", () => {
  const latest: TagClass = { kind: "moving", tag: "latest" };
  const branch: TagClass = { kind: "branch", branches: "all" };
  const defaultBranch: TagClass = { kind: "branch", branches: "default" };
  const series: TagClass = { kind: "series", parts: 2 };
  const major: TagClass = { kind: "series", parts: 1 };
  const release = { kind: "release", pattern: "v*" } as const;
  const commit: TagClass = { kind: "commit", length: "short" };

  it("carries the tags that look like it", () => {
    const tags = ["latest", "main", "1.2", "1", "v1.2.3", "sha-0123456", `sha-${SHA}`];
    for (const [tagClass, carried] of [
      [latest, ["latest"]],
      [branch, tags],
      [series, ["1.2"]],
      [major, ["1"]],
      [release, ["v1.2.3"]],
      [commit, ["sha-0123456"]],
      [{ kind: "commit", length: "long" }, [`sha-${SHA}`]],
    ] as const) {
      assert.deepEqual(
        tags.filter((tag) => mayCarry(tagClass, tag)),
        carried,
      );
    }
  });

  it("is moved, or is not", () => {
    assert.deepEqual([latest, branch, series, release, commit].filter(isMoved), [latest, branch, series]);
  });

  it("is taken for a release where ECR's pattern of releases fits it", () => {
    const mistaken = (pattern: string) =>
      [latest, defaultBranch, series, major, commit].filter((other) =>
        isMistakenFor({ kind: "release", pattern }, other),
      );
    assert.deepEqual(mistaken("v*"), []);
    assert.deepEqual(mistaken("*.*.*"), []);
    assert.deepEqual(mistaken("*"), [latest, defaultBranch, series, major, commit]);
    assert.deepEqual(mistaken("m*"), [defaultBranch]);
    assert.deepEqual(mistaken("s*"), [commit]);
    assert.deepEqual(mistaken("l*"), [latest]);
    assert.deepEqual(mistaken("*.*"), [series]);
    assert.deepEqual(mistaken("2*"), [series, major]);
    assert.deepEqual(mistaken("1.2"), [series]);
    assert.ok(isMistakenFor(release, branch), "a branch may be called vnext");
    assert.ok(!isMistakenFor(release, { kind: "release", pattern: "*.*.*" }));
  });
});
