import assert from "node:assert/strict";
import { parse } from "yaml";
import { phialo } from "../../../systems/phialo/index.js";
import { renderWorkflow } from "../../../src/pipeline/render.js";
import { workflowsOf } from "./catalogue.js";
import { buildsIn } from "./placed-jobs.js";
import { jobOf, readWorkflow } from "./rendered.js";

describe("pain 23: an image of two platforms is built on a machine of each and merged once", () => {
  const workflow = readWorkflow(parse(renderWorkflow(one(workflowsOf(phialo)), phialo.name)));

  it("has two native jobs", () => {
    const { strategy, "runs-on": runner, ...job } = jobOf(workflow, "build");
    assert.equal(runner, "${{ matrix.runner }}");
    assert.deepEqual(
      strategy?.matrix.include.map((cell) => [cell["platform"], cell["runner"]]),
      [
        ["linux/amd64", "ubuntu-24.04"],
        ["linux/arm64", "ubuntu-24.04-arm"],
      ],
    );
    assert.deepEqual(
      buildsIn({ ...job, strategy, "runs-on": runner }).map(({ with: inputs }) => inputs?.["platforms"]),
      ["${{ matrix.platform }}", "${{ matrix.platform }}"],
    );
  });

  it("has one merge, which alone gives tags", () => {
    const merges = Object.entries(workflow.jobs).filter(([, { steps }]) =>
      steps.some(({ run }) => run?.includes("imagetools create ")),
    );
    assert.deepEqual(
      merges.map(([id, { needs, strategy }]) => [id, needs, strategy]),
      [["publish", ["build"], undefined]],
    );
    for (const { with: inputs } of buildsIn(jobOf(workflow, "build"))) {
      assert.equal(String(inputs?.["tags"]).includes("steps.meta"), false);
    }
  });

  it("uses no emulator", () => {
    assert.equal(/qemu/i.test(JSON.stringify(workflow)), false);
  });
});

function one<Item>(items: readonly Item[]): Item {
  const [item] = items;
  assert.ok(item !== undefined && items.length === 1);
  return item;
}
