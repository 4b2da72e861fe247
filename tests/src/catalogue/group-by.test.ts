import assert from "node:assert/strict";
import { groupBy, repeated } from "../../../src/catalogue/group-by.js";

describe("groupBy", () => {
  const words = ["bee", "ant", "bat", "cow"];
  const initial = (word: string) => word.charAt(0);

  it("groups in order of first appearance", () => {
    assert.deepEqual(
      [...groupBy(words, initial)],
      [
        ["b", ["bee", "bat"]],
        ["a", ["ant"]],
        ["c", ["cow"]],
      ],
    );
  });

  it("finds what is repeated", () => {
    assert.deepEqual(repeated(words, initial), [["b", ["bee", "bat"]]]);
  });
});
