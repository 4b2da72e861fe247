import assert from "node:assert/strict";
import { problemsOfWorkflows } from "../../../../src/pipeline/workflow-problems.js";
import { MAX_BYTES } from "../../../../src/pipeline/problems/workflow-files.js";
import { renderWorkflow } from "../../../../src/pipeline/render-workflow.js";
import { problemsOf, workflow } from "../fixtures.js";

describe("the files of workflows", () => {
  it("end in .yml and have no folder", async () => {
    for (const file of ["ci", "../ci.yml", "a/b.yml", "a b.yml"]) {
      assert.deepEqual(await problemsOf(workflow({ file })), [
        [
          "systems/shop, workflows",
          "a file name that ends in .yml, without a folder",
          JSON.stringify(file),
          "rename the file",
        ],
      ]);
    }
  });

  it("are one for each workflow", async () => {
    const twice = [workflow({ name: "One" }), workflow({ name: "Two" })];
    assert.deepEqual(await problemsOfWorkflows(twice, "shop"), [
      {
        where: "systems/shop, workflows",
        expected: "one workflow for each file",
        found: "ci.yml for One and Two",
        fix: "rename one of the files",
      },
    ]);
  });

  it("have at most 500,000 bytes, not characters", async () => {
    const frame = Buffer.byteLength(renderWorkflow(workflow({ name: "" }), "shop")) - '""'.length;
    const ofBytes = (bytes: number) => workflow({ name: "ü".repeat((bytes - frame) / 2) });
    const even = MAX_BYTES - ((MAX_BYTES - frame) % 2);
    assert.deepEqual(await problemsOf(ofBytes(even)), []);
    assert.deepEqual(await problemsOf(ofBytes(even + 2)), [
      [
        "systems/shop, ci.yml",
        "at most 500000 bytes (GitHub's limit)",
        `${even + 2} bytes`,
        "divide its images among several workflows, each in a file of its own",
      ],
    ]);
  });
});
