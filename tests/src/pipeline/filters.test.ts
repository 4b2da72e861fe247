import assert from "node:assert/strict";
import { isRefName, namesFor } from "../../../src/pipeline/filters.js";

describe("names that a filter matches", () => {
  for (const [filter, names] of [
    ["main", ["main"]],
    ["v1?", ["v1", "v"]],
    ["a+", ["aa", "a"]],
    ["[12]", ["2", "1"]],
    ["**/x", ["x"]],
    ["v*", ["vany-name", "vx", "v0"]],
    ["a..b", []],
  ] as const) {
    it(`are ${names.join(", ") || "none"} for ${filter}`, () => {
      assert.deepEqual(namesFor(filter, "branch"), names);
    });
  }
});

describe("the name of a branch", () => {
  it("is what git accepts", () => {
    for (const name of ["main", "feature/a-b", "a.b", "a@b", "release-1.2", "ü"]) {
      assert.equal(isRefName(name), true, name);
    }
    for (const name of "@ a~1 a^ a:b a? a* a[b a\\b a..b a. a/ /a a/.b a.lock/b a\u007fb a\tb x@{1}".split(
      " ",
    )) {
      assert.equal(isRefName(name), false, name);
    }
    for (const name of ["", "a b"]) assert.equal(isRefName(name), false, name);
  });
});
