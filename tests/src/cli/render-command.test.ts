import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { deliveredFiles } from "../../../src/delivery/delivered-files.js";
import { fixtureFolder } from "../../fixture-catalogue/index.js";
import { blog } from "../../fixture-catalogue/systems/blog/index.js";
import { temporaryFolder } from "../delivery/temporary-folder.js";
import { job, workflow } from "../pipeline/fixtures.js";
import { image, resolved, system } from "../plan/fixtures.js";
import { slipway } from "./slipway.js";

describe("slipway render", () => {
  it("writes the files of each system below its name, and says which were written", async () => {
    const out = temporaryFolder();
    const [first, again] = [
      await slipway(["render", "blog", "--out", out]),
      await slipway(["render", "blog", "--out", out, "--json"]),
    ];
    const files = deliveredFiles(resolved(blog), fixtureFolder);
    assert.deepEqual(
      first.stdout.split("\n"),
      files.map((file) => `written    blog/${file.path}`),
    );
    assert.deepEqual(
      JSON.parse(again.stdout),
      files.map((file) => ({ path: `blog/${file.path}`, outcome: "unchanged" })),
    );
    for (const file of files) assert.deepEqual(readFileSync(path.join(out, "blog", file.path)), file.content);
  });

  it("does not take the current folder for an empty name", async () => {
    const { exitCode, stderr } = await slipway(["render", "--out", ""]);
    assert.deepEqual([exitCode, stderr.split("\n")[2]], [2, "  --out"]);
  });

  it("refuses what is wrong with an image, and else with a workflow", async () => {
    const bad = workflow({ jobs: { test: job({ needs: ["nobody"] }) } });
    const render = (images: Parameters<typeof image>[0]) => {
      const shop = system({ images: [image(images)], workflows: () => [bad] });
      return slipway(["render", "--out", temporaryFolder()], { catalogue: [shop] });
    };
    const [wrong, right] = [await render({ repository: "Upper" }), await render({})];
    assert.match(wrong.stderr, /^1 problem in the catalogue; nothing was written\.\n\n.*repository\n/);
    assert.match(right.stderr, /ci\.yml, line 22/);
    assert.deepEqual([wrong.exitCode, right.exitCode], [1, 1]);
  });
});
