import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { withPins } from "../../../../src/github/pins/table.js";
import { actions } from "../../../../src/catalogue/actions.js";

describe("withPins", () => {
  const source = readFileSync("src/catalogue/actions.ts", "utf8");

  it("changes version and commit of the named action, and nothing else", () => {
    const { version, commit } = actions["docker/login-action"];
    const bumped = withPins(
      source,
      new Map([["docker/login-action", { version: "v9.9.9", commit: "0".repeat(40) }]]),
    );
    assert.equal(
      bumped,
      source.replace(`"${version}",\n    commit: "${commit}"`, `"v9.9.9",\n    commit: "${"0".repeat(40)}"`),
    );
    assert.notEqual(bumped, source);
  });

  it("finds every action of the table", () => {
    assert.equal(withPins(source, new Map(Object.entries(actions))), source);
  });

  it("fails on an action without an entry", () => {
    assert.throws(() => withPins(source, new Map([["a/b", { version: "v1", commit: "0" }]])), {
      message: "src/catalogue/actions.ts has no entry for a/b",
    });
  });
});
