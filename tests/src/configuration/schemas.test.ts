import assert from "node:assert/strict";
import * as v from "valibot";
import {
  choice,
  expectationOf,
  expects,
  flag,
  githubId,
  list,
  map,
  text,
  wholeFromOne,
} from "../../../src/configuration/schemas.js";

describe("schemas of configuration", () => {
  for (const [what, schema, wrong, expected] of [
    ["text", text("a folder", "name it"), "", "a folder"],
    ["choice", choice("a", "b"), "c", "a or b"],
    ["flag", flag, "true", "true or false"],
    ["wholeFromOne", wholeFromOne("days"), 0, "a whole number of days, 1 or more"],
    ["githubId", githubId("ask for it"), 1.5, "an id, which is a whole number"],
    ["list", list(flag, "flags"), {}, "a list of flags"],
    ["map", map(flag, "name to flag"), "a", "a map of name to flag"],
  ] as const) {
    it(`say what ${what} expects`, () => {
      const [issue] = v.safeParse(schema, wrong).issues ?? [];
      assert.equal(expectationOf(issue?.message ?? "").expected, expected);
    });
  }

  it("carry a fix beside it, or else a general one", () => {
    assert.deepEqual(expectationOf(expects("a", "b")), { expected: "a", fix: "b" });
    assert.deepEqual(expectationOf("a"), { expected: "a", fix: "correct the value" });
  });
});
