import assert from "node:assert/strict";
import { describeProblems } from "../../../src/problems/problem.js";

describe("describeProblems", () => {
  it("reads as a list", () => {
    assert.equal(
      describeProblems([{ where: "slipway:owner", expected: "a name", found: '""', fix: "set it" }]),
      [
        "1 problem in the configuration; nothing was changed.",
        "",
        "  slipway:owner",
        "    expected: a name",
        '    found:    ""',
        "    fix:      set it",
      ].join("\n"),
    );
  });
});
