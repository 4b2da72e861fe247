import assert from "node:assert/strict";
import { UserError } from "../../../src/problems/user-error.js";
import { describeError } from "../../../tools/local/step-report.js";

describe("report", () => {
  it("prints a user's problem as it is", () => {
    assert.deepEqual(describeError(new UserError(["What", "Fix: this"].join("\n  "))), [
      "What",
      "  Fix: this",
    ]);
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
