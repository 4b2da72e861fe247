import assert from "node:assert/strict";
import { UserError } from "../../../tools/local/errors.js";
import { hasPendingOperations, interpretConfiguration, withSalt } from "../../../tools/local/stack.js";

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

  it("reads registry, builder and checkouts as pulumi config prints them", () => {
    const registry = { value: "", objectValue: { kind: "local", address: "localhost:5055" } };
    const all = {
      "slipway:registry": registry,
      "slipway:builder": { value: "slipway" },
      "slipway:checkouts": { value: "", objectValue: { cv: "systems/cv/sample" } },
    };
    assert.deepEqual(interpretConfiguration(JSON.stringify(all)), {
      registry: "localhost:5055",
      builder: "slipway",
      checkouts: { cv: "systems/cv/sample" },
    });
    assert.deepEqual(interpretConfiguration("{}"), {
      registry: undefined,
      builder: "default",
      checkouts: {},
    });
    const bad = { "slipway:registry": { objectValue: { kind: "local" } } };
    assert.throws(() => interpretConfiguration(JSON.stringify(bad)), UserError);
  });

  it("sees operations that a killed run began", () => {
    const state = (latest: unknown) => JSON.stringify({ version: 3, checkpoint: { stack: "s", latest } });
    assert.equal(hasPendingOperations(state({ pending_operations: [{ type: "creating" }] })), true);
    assert.equal(hasPendingOperations(state({ pending_operations: [] })), false);
    assert.equal(hasPendingOperations(state(null)), false);
    assert.equal(hasPendingOperations(""), false);
  });
});
