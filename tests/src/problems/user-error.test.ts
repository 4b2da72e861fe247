import assert from "node:assert/strict";
import { refuse, UserError } from "../../../src/problems/user-error.js";

const problem = { where: "slipway:owner", expected: "a name", found: '""', fix: "set it" };

describe("UserError", () => {
  it("is made of a text, or of problems, which it keeps and prints all", () => {
    const { name, message, problems } = new UserError("Port 1 is in use.");
    assert.deepEqual([name, message, problems], ["UserError", "Port 1 is in use.", []]);
    const error = new UserError([problem, { ...problem, where: "aws:region" }], "in a file");
    assert.deepEqual(error.problems.length, 2);
    assert.match(error.message, /^2 problems in a file\.\n\n {2}slipway:owner\n[^]*\n\n {2}aws:region\n/);
  });
});

describe("refuse", () => {
  it("goes on without problems, and throws all that there are", () => {
    refuse([]);
    assert.throws(
      () => {
        refuse([problem], "in a file");
      },
      new UserError([problem], "in a file"),
    );
  });
});
