import assert from "node:assert/strict";
import { inWords } from "../../../src/problems/in-words.js";

describe("inWords", () => {
  it("is a list as a person would say it", () => {
    assert.deepEqual([["a"], ["a", "b"], ["a", "b", "c"]].map(inWords), ["a", "a and b", "a, b, and c"]);
  });
});
