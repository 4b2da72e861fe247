import assert from "node:assert/strict";
import { GithubError } from "../../../../src/github/api.js";
import { readPackage } from "../../../../src/github/packages/read-package.js";
import { digestOf, FakePackage, packageOf } from "./package.js";

describe("readPackage", () => {
  it("reads every version once, and what one refers to besides", async () => {
    const contents = packageOf({
      live: { tags: ["main"], children: ["child", "gone"] },
      child: {},
      referrer: { subject: "elsewhere" },
    });
    const source = new FakePackage(contents);
    let calls = 0;
    source.before = () => calls++;
    const { manifests } = await readPackage(source, contents.versions);
    assert.deepEqual(
      [...manifests.keys()].sort(),
      ["live", "child", "gone", "referrer", "elsewhere"].map(digestOf).sort(),
    );
    assert.deepEqual(manifests.get(digestOf("gone")), { kind: "absent" });
    assert.equal(calls, 5);
  });

  it("takes no answer for an unreadable manifest, and gives up where nothing can be read", async () => {
    const names = Array.from({ length: 100 }, (_, index) => [`v${index}`, {}] as const);
    const contents = packageOf(Object.fromEntries(names));
    const source = new FakePackage(contents);
    let calls = 0;
    source.before = () => {
      calls++;
      throw new GithubError("no answer");
    };
    const { manifests } = await readPackage(source, contents.versions);
    assert.ok(calls < 20);
    assert.deepEqual(manifests.get(digestOf("v0")), { kind: "unreadable", because: "no answer" });
    assert.ok([...manifests.values()].every(({ kind }) => kind === "unreadable"));
    assert.equal(manifests.size, 100);
  });
});
