import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { deliveredFiles } from "../../../src/delivery/delivered-files.js";
import { writeFiles } from "../../../src/delivery/write.js";
import { fixtureFolder } from "../../fixture-catalogue/index.js";
import { blog } from "../../fixture-catalogue/systems/blog/index.js";
import { projectCopy } from "../../project-copy.js";
import { actions } from "../../../src/catalogue/actions.js";
import { temporaryFolder } from "../delivery/temporary-folder.js";
import { slipway, slipwayProcess } from "./slipway.js";
import { resolved } from "../plan/fixtures.js";

const COMMIT = "0123456789abcdef0123456789abcdef01234567";

describe("slipway accept-pins", () => {
  it("takes Dependabot's bump back into the table, after which there is no drift (user pain 18)", async () => {
    const checkout = temporaryFolder();
    const delivered = deliveredFiles(resolved(blog), fixtureFolder);
    writeFiles(checkout, delivered);
    const file = path.join(checkout, ".github/workflows/images.yml");
    const { commit, version } = actions["actions/checkout"];
    const bumped = readFileSync(file, "utf8").replaceAll(`${commit} # ${version}`, `${COMMIT} # v99.0.0`);
    writeFileSync(file, bumped);
    const project = projectCopy();

    assert.equal((await slipway(["check", "--repo", `blog=${checkout}`])).exitCode, 1);
    const { exitCode, stdout } = await slipwayProcess(["accept-pins", checkout, "--json"], { project });
    assert.equal(exitCode, 0);
    const taken = { action: "actions/checkout", version: "v99.0.0", commit: COMMIT };
    assert.deepEqual(JSON.parse(stdout), [taken]);
    const after = await slipwayProcess(["check", "--repo", `blog=${checkout}`], { project });
    const same = `✔ blog: ${checkout} is as delivered (${delivered.length} files)`;
    assert.deepEqual([after.exitCode, after.stdout], [0, same]);
  });

  it("names checkouts without a file that Slipway rendered", async () => {
    const checkout = temporaryFolder();
    const { exitCode, stderr } = await slipway(["accept-pins", checkout]);
    assert.equal(exitCode, 2);
    assert.deepEqual(stderr.split("\n").slice(2), [
      "  PATH",
      "    expected: a checkout with a workflow file that Slipway rendered",
      `    found:    ${JSON.stringify(checkout)}`,
      "    fix:      name the root of a checkout, or render into it first",
    ]);
  });

  it("is named by an error under its former name", async () => {
    const { exitCode, stderr } = await slipway(["adopt", ".", "--json"]);
    assert.equal(exitCode, 2);
    assert.match(
      stderr,
      /found: +adopt, a former name\n +fix: +run `slipway accept-pins` with the same arguments/,
    );
  });
});
