import assert from "node:assert/strict";
import path from "node:path";
import { execa } from "execa";
import { dependents } from "../../../src/plan/public-images.js";
import { catalogue } from "../../../systems/index.js";
import { resolve } from "../../../src/plan/resolve.js";
import { defaultConfiguration } from "../../../src/cli/plan-stack.js";

const PROJECT = path.join(__dirname, "../../..");

describe("slipway, the command", () => {
  it("starts without Pulumi, which would take three times as long to load as all the rest", async () => {
    const script = `require("./src/cli/command-line.ts"); console.log(Object.keys(require.cache).join("\\n"));`;
    const { stdout } = await execa(process.execPath, ["--require", "tsx/cjs", "--eval", script], {
      cwd: PROJECT,
    });
    const loaded = stdout.split("\n");
    assert.ok(loaded.some((file) => file.endsWith("/cli/command-line.ts")));
    assert.deepEqual(
      loaded.filter((file) => /node_modules\/(?:@pulumi\/pulumi|typescript|@grpc)\//.test(file)),
      [],
    );
  });

  it("runs on the project's own catalogue, from any folder", async () => {
    const script = path.join(PROJECT, "src/cli/slipway.mjs");
    const { stdout } = await execa(process.execPath, [script, "bases", "--json"], { cwd: "/" });
    assert.deepEqual(JSON.parse(stdout), dependents(resolve(defaultConfiguration(catalogue), catalogue)));
  });
});
