import assert from "node:assert/strict";
import { goldenFiles, madeFiles } from "./golden.js";

describe("delivered files that are made, against tests/golden (renewed by `npm run generate`)", () => {
  // They are made within the test, so that mutation testing sees what they come from.
  it("are the same", () => {
    const [made, golden] = [madeFiles(), goldenFiles()];
    assert.deepEqual([...made.keys()].sort(), [...golden.keys()].sort());
    for (const [path, text] of made) {
      assert.equal(`${path}\n${text}`, `${path}\n${golden.get(path) ?? ""}`);
    }
  });
});
