import assert from "node:assert/strict";
import { generationOf } from "../../contexts/generation.js";

const present = () => Promise.resolve(true);
const gone = () => Promise.resolve(false);
const notAsked = () => Promise.reject(new Error("asked for a base that is not needed"));

describe("generationOf", () => {
  it("starts at 1", async () => {
    assert.equal(await generationOf(undefined, "a", notAsked), 1);
  });
  it("does not ask for the base while nothing on it has changed", async () => {
    assert.equal(await generationOf({ identity: "a", generation: 3 }, "a", notAsked), 3);
  });
  it("uses the base that is there", async () => {
    assert.equal(await generationOf({ identity: "a", generation: 3 }, "b", present), 3);
  });
  it("makes the base anew where it is needed and gone", async () => {
    assert.equal(await generationOf({ identity: "a", generation: 3 }, "b", gone), 4);
  });
});
