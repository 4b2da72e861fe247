import assert from "node:assert/strict";
import { hasPendingOperations, withSalt } from "../../../tools/local/stack.js";

describe("stack", () => {
  it("keeps the salt of an earlier copy", () => {
    assert.equal(
      withSalt("config:\n  a: 1\n", "encryptionsalt: v1:x\nconfig: {}\n"),
      "config:\n  a: 1\nencryptionsalt: v1:x\n",
    );
    assert.equal(withSalt("config: {}\n", ""), "config: {}\n");
    const own = "encryptionsalt: v1:own\n";
    assert.equal(withSalt(own, "encryptionsalt: v1:x\n"), own);
  });

  it("sees operations that a killed run began", () => {
    const state = (latest: unknown) => JSON.stringify({ version: 3, checkpoint: { stack: "s", latest } });
    assert.equal(hasPendingOperations(state({ pending_operations: [{ type: "creating" }] })), true);
    assert.equal(hasPendingOperations(state({ pending_operations: [] })), false);
    assert.equal(hasPendingOperations(state(null)), false);
    assert.equal(hasPendingOperations(""), false);
  });
});
