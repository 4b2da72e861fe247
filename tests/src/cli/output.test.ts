import assert from "node:assert/strict";
import { printResult, tableOf } from "../../../src/cli/output.js";

describe("the output of a command", () => {
  it("is JSON for programs, and text for people", () => {
    const { log } = console;
    const printed: unknown[] = [];
    console.log = (text: unknown) => printed.push(text);
    for (const json of [true, undefined]) printResult(json, ["a"], ([text = ""]) => `found ${text}`);
    console.log = log;
    assert.deepEqual(printed, ['[\n  "a"\n]', "found a"]);
  });

  it("has tables without lines between rows", () => {
    assert.equal(tableOf(["n"], [["1"], ["2"]]), "┌───┐\n│ n │\n│ 1 │\n│ 2 │\n└───┘");
  });
});
