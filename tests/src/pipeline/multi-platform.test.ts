import assert from "node:assert/strict";
import fc from "fast-check";
import { imageSpec } from "../../../src/catalogue/image-spec.js";
import type { Image, Platform } from "../../../src/catalogue/image.js";
import type { System } from "../../../src/catalogue/system.js";
import type { Job, Step } from "../../../src/catalogue/workflow-model.js";
import { multiPlatform } from "../../../src/pipeline/multi-platform.js";

const RUNNERS = { "linux/amd64": "ubuntu-24.04", "linux/arm64": "ubuntu-24.04-arm" } as const;

const probe: Step = { name: "Try it", run: "true\n" };

function jobsOf(own: Partial<Image>): { build: Job; publish: Job; "pull-request": Job } {
  const image: Image = {
    id: "tools",
    repository: "acme-tools",
    dockerfile: "Dockerfile",
    context: ".",
    platforms: ["linux/amd64"],
    tags: [{ kind: "fixed", tag: "latest" }],
    ...own,
  };
  const system: System = {
    name: "acme",
    repository: "acme",
    registry: "ghcr",
    releaseTags: "v*",
    versions: {},
    images: [image],
  };
  const { build, publish, ...rest } = multiPlatform(imageSpec(image, { ...system, owner: "example" }), {
    username: "github.actor",
    tests: () => [probe],
    noCacheIf: "github.ref_type == 'tag'",
  });
  const trial = rest["pull-request"];
  assert.ok(build && publish && trial);
  assert.deepEqual(Object.keys(rest), ["pull-request"]);
  return { build, publish, "pull-request": trial };
}

describe("an image of several platforms", () => {
  it("has one native job a platform and one that merges (user pain 23)", () => {
    const platform = fc.constantFrom<Platform>("linux/amd64", "linux/arm64");
    fc.assert(
      fc.property(fc.uniqueArray(platform, { minLength: 1 }), ([first = "linux/amd64", ...rest]) => {
        const platforms: [Platform, ...Platform[]] = [first, ...rest];
        const { build, publish, "pull-request": trial } = jobsOf({ platforms });
        assert.deepEqual(
          build.matrix?.cells.map((cell) => [cell["platform"], cell["runner"]]),
          platforms.map((one) => [one, RUNNERS[one]]),
        );
        assert.equal(build.runsOn, "${{ matrix.runner }}");
        assert.deepEqual(trial.matrix, build.matrix);
        assert.equal(publish.matrix, undefined);
        assert.deepEqual(publish.needs, ["build"]);
      }),
    );
  });

  it("is tried before it is pushed", () => {
    const names = jobsOf({}).build.steps.map(({ name }) => name);
    assert.ok(names.indexOf("Build") < names.indexOf(probe.name));
    assert.ok(names.indexOf(probe.name) < names.indexOf("Push by digest"));
  });

  it("takes arguments from secrets where it is published, and never in a pull request", () => {
    const { build, "pull-request": trial } = jobsOf({ variableArgs: { API: "http://localhost" } });
    const argumentsOf = ({ steps }: Job) => steps.find(({ id }) => id === "args")?.env;
    assert.deepEqual(argumentsOf(trial), {
      API: "${{ vars.API || 'http://localhost' }}",
      BUILD_ARGS: "API\n",
    });
    assert.equal(JSON.stringify(argumentsOf(build)).includes("secrets.API"), true);
    for (const job of [build, trial]) {
      for (const step of job.steps) {
        if (!("uses" in step) || step.uses !== "docker/build-push-action") continue;
        assert.equal(step.with?.["build-args"], "${{ steps.args.outputs.build_args }}");
      }
    }
  });
});
