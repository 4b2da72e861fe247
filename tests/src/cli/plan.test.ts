import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { execa } from "execa";
import { stringify } from "yaml";
import { projectCopy, slipway, slipwayProcess } from "./slipway.js";

/** Runs the command with nothing in its environment but where programs are. */
function plan(...args: string[]) {
  return execa("node", ["--require", "tsx/cjs", "src/cli/slipway.ts", "plan", ...args], {
    env: { PATH: process.env["PATH"] },
    extendEnv: false,
    reject: false,
  });
}

describe("npm run plan", () => {
  it("prints the plan of a cloud stack with an empty environment (user pain 22)", async () => {
    const { stdout, exitCode } = await plan("dev", "--json");
    assert.equal(exitCode, 0);
    const { systems, deliveries } = JSON.parse(stdout) as {
      systems: { repositories: { name: string }[] }[];
      deliveries: unknown;
    };
    assert.deepEqual(deliveries, []);
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

  it("tells which files go where by pull request", async () => {
    const project = projectCopy();
    const stack = {
      config: {
        "slipway:owner": "acme",
        "slipway:systems": ["ggrs-plot-operator"],
        "slipway:registry": { kind: "local", address: "localhost:5055" },
        "slipway:delivery": "pull-request",
        "slipway:adopt": ["ggrs-plot-operator/.github/dependabot.yml"],
      },
    };
    writeFileSync(path.join(project, "Pulumi.on.yaml"), stringify(stack));
    const { stdout } = await slipwayProcess(["plan", "on", "--json"], project);
    assert.deepEqual((JSON.parse(stdout) as { deliveries: unknown }).deliveries, [
      {
        system: "ggrs-plot-operator",
        owner: "tercen",
        repository: "ggrs_plot_operator",
        files: [
          ".dockerignore",
          ".github/dependabot.yml",
          ".github/workflows/ci.yml",
          "Dockerfile",
          "docs/cargo-features.toml",
          "docs/cargo-profiles.toml",
          "docs/docker.md",
        ],
        adopt: [".github/dependabot.yml"],
      },
    ]);
  });

  it("names a stack that does not exist", async () => {
    const { stderr, exitCode } = await plan("nowhere");
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
