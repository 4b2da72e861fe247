import assert from "node:assert/strict";
import { chooseSystems } from "../../../src/cli/choose-systems.js";
import { UsageError } from "../../../src/cli/exit.js";

const all = ["blog", "shop", "tools"].map((name) => ({ name }));

describe("chooseSystems", () => {
  it("takes all where none is named, and the named ones in the order of the catalogue, once", () => {
    assert.deepEqual(chooseSystems([], all), all);
    assert.deepEqual(chooseSystems(["tools", "blog", "tools"], all), [{ name: "blog" }, { name: "tools" }]);
  });

  it("names every unknown one, with the nearest that there is", () => {
    assert.throws(
      () => chooseSystems(["shpo", "shop", "../evil"], all),
      (error: unknown) => {
        assert.ok(error instanceof UsageError);
        assert.equal(
          error.message,
          `2 problems on the command line; nothing was done.

  SYSTEM
    expected: one of blog, shop, tools
    found:    "shpo"
    fix:      perhaps you meant shop

  SYSTEM
    expected: one of blog, shop, tools
    found:    "../evil"
    fix:      name one of these`,
        );
        return true;
      },
    );
  });
});
