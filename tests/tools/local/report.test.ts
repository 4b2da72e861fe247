import assert from "node:assert/strict";
import { UserError } from "../../../tools/local/errors.js";
import { bytes, describeError, elapsed } from "../../../tools/local/report.js";

describe("report", () => {
  it("writes durations and sizes for people", () => {
    assert.deepEqual([0, 9_940, 9_960, 59_400, 59_600, 185_000].map(elapsed), [
      "0.0 s",
      "9.9 s",
      "10 s",
      "59 s",
      "1 min 00 s",
      "3 min 05 s",
    ]);
    assert.deepEqual([0, 999, 1000, 6_945_282, 1e12].map(bytes), [
      "0 B",
      "999 B",
      "1.0 kB",
      "6.9 MB",
      "1.0 TB",
    ]);
  });

  it("prints a user's problem as it is", () => {
    assert.deepEqual(describeError(new UserError("What", ["Fix: this"])), ["What", "  Fix: this"]);
  });

  it("names a full disk and its fix", () => {
    const lines = describeError(new Error("ENOSPC: no space left on device, write"));
    assert.equal(lines[0], "The disk is full.");
    assert.match(lines.join("\n"), /Fix: free some space/);
  });

  it("keeps the stack of anything unexpected", () => {
    assert.match(describeError(new Error("bug")).join("\n"), /bug\n\s+at /);
  });
});
