import assert from "node:assert/strict";
import { pinState, type TagSource } from "../../../../src/github/pins/pin-state.js";

const pin = { version: "v1.0.0", commit: "a" };

function tags(commits: Readonly<Record<string, string>>): TagSource {
  return { names: Object.keys(commits), commitOf: (tag) => Promise.resolve(commits[tag]) };
}

describe("pinState", () => {
  it("is newest, or names the newer release with its commit", async () => {
    assert.deepEqual(await pinState(pin, tags({ "v1.0.0": "a" })), { kind: "newest" });
    assert.deepEqual(await pinState(pin, tags({ "v1.0.0": "a", "v1.1.0": "b" })), {
      kind: "newer",
      newest: { version: "v1.1.0", commit: "b" },
    });
  });

  it("tells a moved or deleted tag before anything newer", async () => {
    assert.deepEqual(await pinState(pin, tags({ "v1.0.0": "evil", "v1.1.0": "b" })), {
      kind: "moved",
      commit: "evil",
    });
    assert.deepEqual(await pinState(pin, tags({ "v1.1.0": "b" })), { kind: "moved", commit: undefined });
  });
});
