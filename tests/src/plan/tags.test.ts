import assert from "node:assert/strict";
import fc from "fast-check";
import { tagsFor } from "../../../src/catalogue/tag-policy.js";
import { tagClasses, tagsOf, tagsOfStack } from "../../../src/plan/tags.js";
import { configuration, image, local } from "./fixtures.js";
import { A, push, tagPolicy, versionName } from "../catalogue/git-events.js";

const releasing = { releaseTags: "v*" };

describe("tagsOf", () => {
  it("publishes fixed tags from a desk, and none that names a branch or a commit", () => {
    assert.deepEqual(tagsOf(image({ tags: A }), releasing, undefined), ["latest"]);
  });

  it("publishes a release first, so that a refused one moves nothing, and a series before what is fixed", () => {
    const policy = image({
      tags: [
        { kind: "fixed", tag: "latest" },
        { kind: "semver", pattern: "{{major}}" },
        { kind: "git-tag" },
        { kind: "semver", pattern: "{{version}}" },
      ],
    });
    assert.deepEqual(tagsOf(policy, releasing, "v1.2.3"), ["1.2.3", "v1.2.3", "1", "latest"]);
  });

  it("publishes no release that the system does not take", () => {
    assert.deepEqual(tagsOf(image({ tags: A }), releasing, "1.2.3"), ["latest"]);
    assert.deepEqual(tagsOf(image(), releasing, "v1.2.3"), ["latest"]);
  });

  it("publishes nothing where every tag names a branch or a release (G30)", () => {
    const policy = image({ tags: [{ kind: "branch", branches: "default" }, { kind: "git-tag" }] });
    assert.deepEqual(tagsOf(policy, releasing, undefined), []);
    assert.deepEqual(tagsOf(policy, releasing, "v1.2.3"), ["v1.2.3"]);
  });

  it("takes to a registry on this machine, as `local`, what has no tag elsewhere", () => {
    const branches = image({ tags: [{ kind: "branch", branches: "default" }, { kind: "git-tag" }] });
    const here = { ...configuration, ...local };
    assert.deepEqual(tagsOfStack(branches, releasing, here), ["local"]);
    assert.deepEqual(tagsOfStack(branches, releasing, { ...here, release: "v1.2.3" }), ["v1.2.3"]);
    assert.deepEqual(tagsOfStack(branches, releasing, configuration), []);
    assert.deepEqual(tagsOfStack(image(), releasing, here), ["latest"]);
  });

  it("gives a release the tags that CI gives it, but for the commit's (property)", () => {
    fc.assert(
      fc.property(tagPolicy, versionName, (tags, gitTag) => {
        const fixed = tags.flatMap((rule) => (rule.kind === "fixed" ? [rule.tag] : []));
        const inCi = tagsFor(
          tags.filter(({ kind }) => kind !== "sha"),
          push(`refs/tags/${gitTag}`),
        );
        assert.deepEqual(
          tagsOf(image({ tags }), { releaseTags: "**" }, gitTag).toSorted(),
          [...new Set([...inCi, ...fixed])].toSorted(),
        );
      }),
    );
  });
});

describe("tagClasses", () => {
  it("are the classes of the policy, and the build cache's where there is one", () => {
    const own = [
      { kind: "branch", branches: "all" },
      { kind: "release", pattern: "v*" },
      { kind: "commit", length: "short" },
      { kind: "moving", tag: "latest" },
    ];
    assert.deepEqual(tagClasses(image({ tags: A }), releasing, { buildCache: "off" }), own);
    assert.deepEqual(tagClasses(image({ tags: A }), releasing, { buildCache: "registry" }), [
      ...own,
      { kind: "moving", tag: "buildcache" },
    ]);
  });
});
