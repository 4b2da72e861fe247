import assert from "node:assert/strict";
import { execa } from "execa";

/** Runs the command with nothing in its environment but where programs are. */
function plan(...args: string[]) {
  return execa("node", ["--require", "tsx/cjs", "cli/slipway.ts", "plan", ...args], {
    env: { PATH: process.env["PATH"] },
    extendEnv: false,
    reject: false,
  });
}

describe("npm run plan", () => {
  it("prints the plan of a cloud stack with an empty environment (user pain 22)", async () => {
    const { stdout, exitCode } = await plan("dev", "--json");
    assert.equal(exitCode, 0);
    const { systems } = JSON.parse(stdout) as { systems: { repositories: { name: string }[] }[] };
    assert.deepEqual(
      systems.flatMap(({ repositories }) => repositories.map(({ name }) => name)),
      ["distributed-colony-base", "distributed-colony"],
    );
  });

  it("protects production", async () => {
    const { stdout } = await plan("prod");
    assert.match(stdout, /protect: true/);
    assert.doesNotMatch(stdout, /protect: false/);
  });

  it("names a stack that does not exist", async () => {
    const { stderr, exitCode } = await plan("nowhere");
    assert.equal(exitCode, 2);
    assert.equal(
      stderr,
      `1 problem on the command line; nothing was done.

  STACK
    expected: one of dev, local, prod
    got:      "nowhere"
    cure:     make Pulumi.nowhere.yaml`,
    );
  });

  it("reads no file but those of stacks", async () => {
    for (const name of ["x/../Pulumi.dev", "../etc/passwd", ""]) {
      const { stderr, exitCode } = await plan(name);
      assert.equal(exitCode, 2);
      assert.equal(
        stderr,
        `1 problem on the command line; nothing was done.

  STACK
    expected: one of dev, local, prod
    got:      ${JSON.stringify(name)}
    cure:     name one of these`,
      );
    }
  });
});
