import assert from "node:assert/strict";
import { deepFreeze } from "../../../src/catalogue/frozen.js";

describe("deepFreeze", () => {
  it("freezes a value and everything in it, once", () => {
    const value = deepFreeze({ list: [{ a: 1 }], none: null, made: Object.freeze({ b: 2 }) });
    assert.ok([value, value.list, value.list[0]].every(Object.isFrozen));
  });
});
