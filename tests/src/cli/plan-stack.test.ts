import assert from "node:assert/strict";
import { slipway } from "./slipway.js";

describe("the stack that a command is given", () => {
  it("names a stack that does not exist", async () => {
    const { stderr, exitCode } = await slipway(["plan", "nowhere"]);
    assert.equal(exitCode, 2);
    assert.equal(
      stderr,
      `1 problem on the command line; nothing was done.

  STACK
    expected: one of dev, local, prod
    found:    "nowhere"
    fix:      make Pulumi.nowhere.yaml`,
    );
  });

  it("reads no file but those of stacks", async () => {
    for (const name of ["x/../Pulumi.dev", "../etc/passwd", ""]) {
      const { stderr, exitCode } = await slipway(["plan", name]);
      assert.equal(exitCode, 2);
      assert.equal(
        stderr,
        `1 problem on the command line; nothing was done.

  STACK
    expected: one of dev, local, prod
    found:    ${JSON.stringify(name)}
    fix:      name one of these`,
      );
    }
  });
});
