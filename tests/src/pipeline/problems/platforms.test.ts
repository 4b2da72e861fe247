import assert from "node:assert/strict";
import type { Cell, Step } from "../../../../src/catalogue/workflow-model.js";
import { job, problemsOf, workflow } from "../fixtures.js";

function building(platforms: string): Step {
  return { name: "Build", uses: "docker/build-push-action", with: { platforms } };
}

describe("the platforms of a build (user pain 23)", () => {
  it("are those of the machine it runs on", async () => {
    const on = (runsOn: "ubuntu-24.04" | "ubuntu-24.04-arm", platforms: string) =>
      problemsOf(workflow({ jobs: { build: job({ runsOn, steps: [building(platforms)] }) } }));
    assert.deepEqual(await on("ubuntu-24.04", "linux/amd64"), []);
    assert.deepEqual(await on("ubuntu-24.04-arm", "linux/arm64"), []);
    assert.deepEqual(await on("ubuntu-24.04", "linux/amd64,linux/arm64"), [
      [
        "systems/shop, ci.yml, job build, step 1 (Build), platforms",
        "each platform built on a runner of that platform",
        "linux/arm64 on ubuntu-24.04",
        "use multiPlatform() of src/pipeline/multi-platform.ts, or the platform's own runner",
      ],
    ]);
  });

  it("are so in each cell of a matrix", async () => {
    const inMatrix = (...cells: [Cell, ...Cell[]]) =>
      problemsOf(
        workflow({
          jobs: {
            build: job({
              runsOn: "${{ matrix.runner }}",
              matrix: { cells, key: "platform" },
              steps: [building("${{ matrix.platform }}")],
            }),
          },
        }),
      );
    const amd64 = { platform: "linux/amd64", runner: "ubuntu-24.04" };
    assert.deepEqual(await inMatrix(amd64, { platform: "linux/arm64", runner: "ubuntu-24.04-arm" }), []);
    assert.deepEqual(
      (await inMatrix(amd64, { platform: "linux/arm64", runner: "ubuntu-24.04" })).map(
        ([, , found]) => found,
      ),
      ["linux/arm64 on ubuntu-24.04"],
    );
  });
});
