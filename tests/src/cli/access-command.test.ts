import assert from "node:assert/strict";
import * as v from "valibot";
import { slipway, slipwayProcess } from "./slipway.js";

const rows = v.array(
  v.strictObject({
    system: v.string(),
    who: v.string(),
    ref: v.string(),
    event: v.string(),
    repositories: v.array(v.string()),
    right: v.picklist(["push", "pull", "none"]),
    by: v.string(),
  }),
);

describe("slipway access", () => {
  it("gives the rows of a stack to programs, with an empty environment", async () => {
    const { stdout, exitCode } = await slipwayProcess(["access", "dev", "--json"]);
    assert.equal(exitCode, 0);
    const [first] = v.parse(rows, JSON.parse(stdout));
    assert.deepEqual(first, {
      system: "blog",
      who: "example/Blog",
      ref: "branch main",
      event: "push",
      repositories: ["ECR eu-west-1 blog-base", "ECR eu-west-1 blog"],
      right: "push",
      by: "job publish, role slipway-blog-push",
    });
  });

  it("prints a table, of production where no stack is named", async () => {
    const [usual, named] = [await slipway(["access"]), await slipway(["access", "prod"])];
    assert.equal(usual.stdout, named.stdout);
    assert.match(usual.stdout, /^blog\n {2}ECR eu-west-1 blog-base\n {2}ECR eu-west-1 blog\n┌/);
  });
});
