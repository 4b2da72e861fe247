import assert from "node:assert/strict";
import fc from "fast-check";
import { tagsFor } from "../../../src/catalogue/tag-policy.js";
import { tagClasses, tagsOf, tagsOfStack } from "../../../src/plan/tags.js";
import { configuration, image, local } from "./fixtures.js";
import { A, push, tagPolicy, versionName } from "../catalogue/git-events.js";

const releasing = { releaseTags: "v*" };

describe("tagsOf", () => {
  const branches = image({ tags: [{ kind: "branch", branches: "default" }, { kind: "git-tag" }] });

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
    assert.deepEqual(tagsOf(branches, releasing, undefined), []);
    assert.deepEqual(tagsOf(branches, releasing, "v1.2.3"), ["v1.2.3"]);
  });

  it("takes to a registry on this machine, as `local`, what has no tag elsewhere", () => {
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
        const lasting = tags.filter(({ kind }) => kind !== "sha");
        const inCi = tagsFor(lasting, push(`refs/tags/${gitTag}`));
        const here = tagsOf(image({ tags }), { releaseTags: "**" }, gitTag);
        assert.deepEqual(here.toSorted(), [...new Set([...inCi, ...fixed])].toSorted());
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
    const classes = (buildCache: "off" | "registry") =>
      tagClasses(image({ tags: A }), releasing, { buildCache });
    assert.deepEqual(classes("off"), own);
    assert.deepEqual(classes("registry"), [...own, { kind: "moving", tag: "buildcache" }]);
  });
});
