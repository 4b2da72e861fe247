import assert from "node:assert/strict";
import { EXIT_CODES_HELP, exitCodes } from "../../../src/cli/exit.js";
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
});
