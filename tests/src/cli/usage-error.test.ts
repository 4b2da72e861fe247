import assert from "node:assert/strict";
import { missingFolder, unknownName, UsageError } from "../../../src/cli/usage-error.js";

describe("UsageError", () => {
  it("is said to have done nothing, unless a place is named", () => {
    const problem = { where: "X", expected: "a", found: "b", fix: "c" };
    assert.match(new UsageError([problem]).message, /^1 problem on the command line; nothing was done\./);
    assert.match(new UsageError([problem], "on the way").message, /^1 problem on the way\./);
  });
});

describe("unknownName", () => {
  for (const [name, fix] of [
    ["shpo", "perhaps you meant shop"],
    ["../evil", "name one"],
  ] as const) {
    it(`says of ${name}: ${fix}`, () => {
      assert.deepEqual(unknownName("SYSTEM", name, ["blog", "shop"], "name one"), {
        where: "SYSTEM",
        expected: "one of blog, shop",
        found: JSON.stringify(name),
        fix,
      });
    });
  }
});

describe("missingFolder", () => {
  it("takes a folder and nothing else", () => {
    assert.equal(missingFolder("PATH", "tests"), undefined);
    for (const path of ["none", "package.json"]) {
      assert.deepEqual(missingFolder("PATH", path), {
        where: "PATH",
        expected: "the folder of a checkout",
        found: JSON.stringify(path),
        fix: "clone the repository there, or name the folder where it is",
      });
    }
  });
});
