import assert from "node:assert/strict";
import { EXIT_CODES_HELP, exitCodes, UsageError } from "../../../src/cli/exit.js";
import { slipway } from "./slipway.js";

describe("how commands end", () => {
  it("is 2 for a mistake on the command line, of which nothing comes", async () => {
    for (const args of [
      ["rendr"],
      ["render"],
      ["render", "--out", "x", "--no-such-option"],
      ["access", "a", "b"],
    ])
      assert.equal((await slipway(args)).exitCode, exitCodes.usage, args.join(" "));
  });

  it("is told in the help", () => {
    for (const code of Object.values(exitCodes))
      assert.match(EXIT_CODES_HELP, new RegExp(`^  ${code}  `, "m"));
  });

  it("is said to have done nothing, unless a place is named", () => {
    const problem = { where: "X", expected: "a", found: "b", fix: "c" };
    assert.match(new UsageError([problem]).message, /^1 problem on the command line; nothing was done\./);
    assert.match(new UsageError([problem], "on the way").message, /^1 problem on the way\./);
  });
});
