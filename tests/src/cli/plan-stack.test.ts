import assert from "node:assert/strict";
import { slipway } from "./slipway.js";

describe("the stack that a command is given", () => {
  for (const [name, fix] of [
    ["nowhere", "make Pulumi.nowhere.yaml"],
    ...["x/../Pulumi.dev", "../etc/passwd", ""].map((name) => [name, "name one of these"] as const),
  ] as const) {
    it(`is one of those that there are; for '${name}': ${fix}`, async () => {
      const { stderr, exitCode } = await slipway(["plan", name]);
      assert.equal(exitCode, 2);
      assert.equal(
        stderr,
        `1 problem on the command line; nothing was done.

  STACK
    expected: one of dev, local, prod
    found:    ${JSON.stringify(name)}
    fix:      ${fix}`,
      );
    });
  }
});
