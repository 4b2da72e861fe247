import assert from "node:assert/strict";
import { imageSpec } from "../../../src/catalogue/image-spec.js";
import type { Image } from "../../../src/catalogue/image.js";
import { type Job, runnerFor } from "../../../src/catalogue/workflow-model.js";
import { multiPlatform } from "../../../src/pipeline/multi-platform.js";
import { image } from "../plan/fixtures.js";
import { job, step } from "./fixtures.js";

function jobsOf(own: Partial<Image>) {
  const spec = imageSpec(image(own), { owner: "Acme", repository: "Shop", versions: {} });
  const jobs = multiPlatform(spec, {
    username: "github.actor",
    tests: () => [step],
    noCacheIf: "github.ref_type == 'tag'",
  });
  assert.deepEqual(Object.keys(jobs), ["build", "publish", "pull-request"]);
  const { build = job(), publish = job(), "pull-request": trial = job() } = jobs;
  return { build, publish, trial };
}

describe("an image of several platforms", () => {
  it("has one native job a platform and one that merges (user pain 23)", () => {
    for (const platforms of [["linux/arm64"], ["linux/amd64", "linux/arm64"]] as const) {
      const { build, publish, trial } = jobsOf({ platforms });
      assert.deepEqual(
        build.matrix?.cells.map((cell) => [cell["platform"], cell["runner"]]),
        platforms.map((platform) => [platform, runnerFor[platform]]),
      );
      assert.equal(build.runsOn, "${{ matrix.runner }}");
      assert.deepEqual(trial.matrix, build.matrix);
      assert.deepEqual([publish.matrix, publish.needs], [undefined, ["build"]]);
    }
  });

  it("takes arguments from secrets where it is published, and never in a pull request", () => {
    const { build, trial } = jobsOf({ variableArgs: { API: "http://localhost" } });
    const argumentsOf = ({ steps }: Job) => steps.find(({ id }) => id === "args")?.env;
    assert.deepEqual(argumentsOf(trial), {
      API: "${{ vars.API || 'http://localhost' }}",
      BUILD_ARGS: "API\n",
    });
    assert.ok(JSON.stringify(argumentsOf(build)).includes("secrets.API"));
    const builds = [build, trial].flatMap(({ steps }) =>
      steps.flatMap((one) => ("uses" in one && one.uses === "docker/build-push-action" ? [one.with] : [])),
    );
    assert.equal(builds.length, 3);
    for (const inputs of builds) assert.equal(inputs?.["build-args"], "${{ steps.args.outputs.build_args }}");
  });
});
