import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { refusalOf } from "../../../src/cli/system-error.js";

describe("refusalOf", () => {
  it("says what the operating system refused, and of which path", () => {
    for (const [path, found] of [
      ["/none, 'at all'", "ENOENT: no such file or directory"],
      ["/dev/null/x", "ENOTDIR: not a directory"],
    ] as const) {
      assert.throws(
        () => readFileSync(path),
        (error) => {
          const fix = "correct its permissions, or name another path";
          const problem = { where: path, expected: "a readable and writable path", found, fix };
          assert.deepEqual(refusalOf(error)?.problems, [problem]);
          return true;
        },
      );
    }
    assert.equal(refusalOf(new Error("a defect")), undefined);
  });
});
