import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { stringify } from "yaml";
import { temporaryFolder } from "../delivery/temporary-folder.js";
import { slipway, slipwayProcess } from "./slipway.js";

describe("npm run plan", () => {
  it("prints the plan of a cloud stack with an empty environment (user pain 22)", async () => {
    const { stdout, exitCode } = await slipwayProcess(["plan", "dev", "--json"]);
    assert.equal(exitCode, 0);
    const { systems, deliveries } = JSON.parse(stdout) as {
      systems: { repositories: { name: string }[] }[];
      deliveries: unknown;
    };
    assert.deepEqual(deliveries, []);
    assert.deepEqual(
      systems.flatMap(({ repositories }) => repositories.map(({ name }) => name)),
      ["archive", "blog-base", "blog"],
    );
  });

  it("protects production", async () => {
    const { stdout } = await slipway(["plan", "prod"]);
    assert.match(stdout, /protect: true/);
    assert.doesNotMatch(stdout, /protect: false/);
  });

  it("tells which files go where by pull request", async () => {
    const folder = temporaryFolder();
    const stack = {
      config: {
        "slipway:owner": "acme",
        "slipway:systems": ["press"],
        "slipway:registry": { kind: "local", address: "localhost:5055" },
        "slipway:delivery": "pull-request",
        "slipway:replaceFiles": ["press/.github/workflows/ci.yml"],
      },
    };
    writeFileSync(path.join(folder, "Pulumi.on.yaml"), stringify(stack));
    const { stdout } = await slipway(["plan", "on", "--json"], { folder });
    assert.deepEqual((JSON.parse(stdout) as { deliveries: unknown }).deliveries, [
      {
        system: "press",
        owner: "times",
        repository: "press",
        files: [".github/workflows/ci.yml"],
        replaceFiles: [".github/workflows/ci.yml"],
      },
    ]);
  });
});
