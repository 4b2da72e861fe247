import assert from "node:assert/strict";
import { chooseSystems } from "../../../src/cli/choose-systems.js";
import { unknownName } from "../../../src/cli/usage-error.js";

const all = ["blog", "shop", "tools"].map((name) => ({ name }));

describe("chooseSystems", () => {
  it("takes all where none is named, and the named ones in the order of the catalogue, once", () => {
    assert.deepEqual(chooseSystems([], all), all);
    assert.deepEqual(chooseSystems(["tools", "blog", "tools"], all), [{ name: "blog" }, { name: "tools" }]);
  });

  it("names every unknown one, and no known one", () => {
    assert.throws(() => chooseSystems(["shpo", "shop", "../evil"], all), {
      problems: ["shpo", "../evil"].map((name) =>
        unknownName("SYSTEM", name, ["blog", "shop", "tools"], "name one of these"),
      ),
    });
  });
});
