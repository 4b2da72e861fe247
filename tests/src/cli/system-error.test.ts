import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { refusalOf } from "../../../src/cli/system-error.js";
import { temporaryFolder } from "../delivery/temporary-folder.js";
import { slipway } from "./slipway.js";

describe("refusalOf", () => {
  it("says what the operating system refused, and of which path", () => {
    for (const [file, found] of [
      ["/none, 'at all'", "ENOENT: no such file or directory"],
      ["/dev/null/x", "ENOTDIR: not a directory"],
    ] as const) {
      assert.throws(
        () => readFileSync(file),
        (error) => {
          const fix = "correct its permissions, or name another path";
          const problem = { where: file, expected: "a readable and writable path", found, fix };
          assert.deepEqual(refusalOf(error)?.problems, [problem]);
          return true;
        },
      );
    }
    assert.equal(refusalOf(new Error("a defect")), undefined);
  });

  it("tells it of a command, without a trace", async () => {
    const out = path.join(temporaryFolder(), "file");
    writeFileSync(out, "");
    const [file, readOnly] = [
      await slipway(["render", "press", "--out", `${out}/below`]),
      // A file system in which nobody may make a folder, not even root.
      await slipway(["render", "press", "--out", "/sys/slipway"]),
    ];
    assert.deepEqual([file.exitCode, readOnly.exitCode], [1, 1]);
    assert.match(file.stderr, /^1 problem with a file\.\n\n {2}\/.*\n.*\n {4}found: {4}ENOTDIR/);
    assert.match(
      readOnly.stderr,
      /^1 problem with a file\.\n\n {2}\/sys\/slipway.*\n.*\n {4}found: {4}E(?:PERM|ROFS|ACCES): /,
    );
  });
});
