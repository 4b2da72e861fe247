import assert from "node:assert/strict";
import { goldenFiles, madeFiles } from "./golden.js";

describe("delivered files that are made, against tests/golden (renewed by `npm run generate`)", () => {
  const made = madeFiles();
  const golden = goldenFiles();

  it("are the same files", () => {
    assert.deepEqual([...made.keys()].sort(), [...golden.keys()].sort());
  });

  for (const [path, text] of made) {
    it(path, () => {
      assert.equal(text, golden.get(path));
    });
  }
});
