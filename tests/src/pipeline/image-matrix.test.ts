import assert from "node:assert/strict";
import { imageSpec } from "../../../src/catalogue/image-spec.js";
import type { Image } from "../../../src/catalogue/image.js";
import { imageMatrix, type MatrixChoices } from "../../../src/pipeline/image-matrix.js";
import { image } from "../plan/fixtures.js";
import { step } from "./fixtures.js";

function jobsOf(first: Partial<Image>, second: Partial<Image>, choices?: MatrixChoices) {
  const spec = (own: Partial<Image>) =>
    imageSpec(image(own), { owner: "Acme", repository: "Shop", versions: {} });
  return imageMatrix([spec({ id: "a", ...first }), spec({ id: "b", ...second })], choices);
}

describe("many images from one matrix (N7)", () => {
  const common = { context: ".", dockerfile: "./Dockerfile", image: "shop" };
  it("have in their cells what differs, and nothing else", () => {
    const alike = jobsOf({ target: "x" }, { target: "x" })["build"];
    const cells = [
      { id: "a", ...common },
      { id: "b", ...common },
    ];
    assert.deepEqual([alike?.matrix, alike?.runsOn], [{ key: "id", cells }, "ubuntu-24.04"]);

    const arm = jobsOf(
      { platforms: ["linux/arm64"], tags: [{ kind: "git-tag" }] },
      { target: "y", buildArgs: { A: "1" } },
    );
    assert.deepEqual(arm["build"]?.matrix?.cells, [
      {
        id: "a",
        ...common,
        platforms: "linux/arm64",
        runner: "ubuntu-24.04-arm",
        tags: "type=ref,event=tag\n",
      },
      {
        id: "b",
        ...common,
        platforms: "linux/amd64",
        runner: "ubuntu-24.04",
        target: "y",
        tags: "type=raw,value=latest,enable={{is_default_branch}}\n",
        build_args: "A=1\n",
      },
    ]);
    assert.equal(arm["build"].runsOn, "${{ matrix.runner }}");
    const [meta, builds] = arm["build"].steps
      .filter(({ id }) => id !== undefined)
      .flatMap((one): Record<string, unknown>[] => ("uses" in one ? [{ ...one.with }] : []));
    assert.deepEqual(
      [meta?.["tags"], builds?.["target"], builds?.["platforms"]],
      ["${{ matrix.tags }}\n", "${{ matrix.target }}", "${{ matrix.platforms }}"],
    );
  });

  it("are tried before they are pushed, scanned if that is wanted, and only built in a pull request (N6)", () => {
    assert.deepEqual(Object.keys(jobsOf({}, {})), ["build", "pull-request"]);
    const jobs = jobsOf({}, {}, { tests: () => [step], scan: true });
    assert.deepEqual(Object.keys(jobs), ["build", "scan", "pull-request"]);
    assert.deepEqual(jobs["scan"]?.matrix?.cells, [{ id: "a" }, { id: "b" }]);
    const names = (id: string) => jobs[id]?.steps.map(({ name }) => name) ?? [];
    assert.ok(names("build").indexOf(step.name) < names("build").indexOf("Build and push"));
    assert.deepEqual(names("pull-request").slice(-2), ["Build", step.name]);
    assert.deepEqual(Object.keys(jobs["pull-request"]?.permissions ?? {}), ["contents"]);
  });
});
