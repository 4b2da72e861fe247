import assert from "node:assert/strict";
import { divide, MAX_BYTES, sizeOf } from "../../../src/pipeline/divide.js";
import { image, system } from "../plan/fixtures.js";
import { imageSpecs } from "./catalogue.js";
import { job, workflow } from "./fixtures.js";

/** Workflows in which each image takes `bytes`. */
function workflowsOf(count: number, bytes: number) {
  const images = Array.from({ length: count }, (_, index) => image({ id: `${index}` }));
  const [first, ...rest] = imageSpecs(system({ images }));
  assert.ok(first);
  return divide([first, ...rest], "shop", (share, part) =>
    workflow({
      name: `part ${part ?? "all"}`,
      jobs: Object.fromEntries(share.map(({ id }) => [`job-${id}`, job({ name: "x".repeat(bytes) })])),
    }),
  );
}

describe("the workflows of many images", () => {
  it("are one while GitHub reads it", () => {
    assert.deepEqual(
      workflowsOf(4, 100_000).map(({ name }) => name),
      ["part all"],
    );
  });

  it("are as few as GitHub reads, of an even share each, in order", () => {
    const workflows = workflowsOf(9, 150_000);
    assert.deepEqual(
      workflows.map(({ name, jobs }) => [name, Object.keys(jobs)]),
      [
        ["part 1", ["job-0", "job-1", "job-2"]],
        ["part 2", ["job-3", "job-4", "job-5"]],
        ["part 3", ["job-6", "job-7", "job-8"]],
      ],
    );
    for (const value of workflows) assert.ok(sizeOf(value, "shop") <= MAX_BYTES);
  });

  it("are one an image where even that is too large, which is then a problem of the file", () => {
    assert.equal(workflowsOf(2, 600_000).length, 2);
  });
});
