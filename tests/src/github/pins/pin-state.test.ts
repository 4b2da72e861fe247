import assert from "node:assert/strict";
import { actionRepository, pinState, type TagSource } from "../../../../src/github/pins/pin-state.js";

const pin = { version: "v1.0.0", commit: "a" };

function tags(commits: Readonly<Record<string, string>>): TagSource {
  return { names: Object.keys(commits), commitOf: (tag) => Promise.resolve(commits[tag]) };
}

describe("pinState", () => {
  const of = (version: string, newest: string) => ({ kind: "newer", newest: { version, commit: newest } });
  for (const [what, commits, expected] of [
    ["is newest where there is none newer", { "v1.0.0": "a", "v0.9.0": "b" }, { kind: "newest" }],
    [
      "names the newest release by number, not by the order of tags",
      { "v1.0.0": "a", "v1.9.9": "b", "v1.10.0": "c", "v1.9.0": "d" },
      of("v1.10.0", "c"),
    ],
    [
      "passes over prereleases, moving tags and other names",
      { "v1.0.0": "a", "v3.0.0-beta.1": "b", v2: "c", "v2.1": "d", "verify-v9.9.9": "e" },
      { kind: "newest" },
    ],
    [
      "tells a moved tag before anything newer",
      { "v1.0.0": "evil", "v1.1.0": "b" },
      { kind: "moved", commit: "evil" },
    ],
    ["tells a deleted tag", { "v1.1.0": "b" }, { kind: "moved", commit: undefined }],
  ] as const) {
    it(what, async () => {
      assert.deepEqual(await pinState(pin, tags(commits)), expected);
    });
  }
});

describe("actionRepository", () => {
  it("is the name of an action without its folder", () => {
    assert.deepEqual(["actions/cache/save", "actions/cache"].map(actionRepository), [
      "actions/cache",
      "actions/cache",
    ]);
  });
});
