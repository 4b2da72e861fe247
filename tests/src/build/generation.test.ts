import assert from "node:assert/strict";
import { generationOf } from "../../../src/build/generation.js";

const unused = () => 100;
const here = (generation: number) => ({ newestHere: () => Promise.resolve(generation), unused });
const gone = { newestHere: () => Promise.resolve(undefined), unused };
const notAsked = {
  newestHere: () => Promise.reject(new Error("asked for a base that is not needed")),
  unused,
};

describe("generationOf", () => {
  it("does not ask for the base while nothing on it has changed", async () => {
    assert.equal(await generationOf({ identity: "a", generation: 3 }, "a", notAsked), 3);
  });
  it("uses the base that is there", async () => {
    assert.equal(await generationOf({ identity: "a", generation: 3 }, "b", here(3)), 3);
  });
  it("uses the base that a failed update left behind", async () => {
    assert.equal(await generationOf({ identity: "a", generation: 3 }, "b", here(7)), 7);
    assert.equal(await generationOf(undefined, "a", here(7)), 7);
  });
  it("makes the base anew where it is needed and gone", async () => {
    assert.equal(await generationOf({ identity: "a", generation: 3 }, "b", gone), 100);
  });
  it("meets no earlier generation where the stack remembers nothing", async () => {
    assert.equal(await generationOf(undefined, "a", gone), 100);
  });
});
