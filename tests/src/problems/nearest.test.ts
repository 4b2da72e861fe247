import assert from "node:assert/strict";
import { nearest } from "../../../src/problems/nearest.js";

describe("nearest", () => {
  it("is the known name that was meant, if any was", () => {
    assert.equal(nearest("bulder", ["owner", "builder", "builders"]), "builder");
    assert.equal(nearest("a", ["abc", "abcd"]), "abc");
    assert.equal(nearest("a", ["abcd"]), undefined);
    assert.equal(nearest("configuration", ["konfigurazion"]), "konfigurazion");
    assert.equal(nearest("a", []), undefined);
  });
});
