import assert from "node:assert/strict";
import { imageInputs } from "../../plan/image-inputs.js";
import { repositories } from "../../systems/index.js";
import type { Workflow } from "../../workflows/model.js";
import { problemsOfWorkflows } from "../../workflows/problems.js";
import { job, workflow } from "./fixtures.js";

describe("the problems of a repository's workflows", () => {
  it("are none where there is nothing wrong", async () => {
    assert.deepEqual(await problemsOfWorkflows([workflow()], "shop"), []);
  });

  it("name two workflows that are one file", async () => {
    const twice = [workflow({ name: "One" }), workflow({ name: "Two" })];
    assert.deepEqual(await problemsOfWorkflows(twice, "shop"), [
      {
        where: "systems/shop, workflows",
        expected: "one workflow for each file",
        got: "ci.yml for One and Two",
        cure: "rename one of the files",
      },
    ]);
  });

  it("are told all at once", async () => {
    const broken = workflow({ on: {}, jobs: { "1st": job({ needs: ["nothing"] }) } });
    const problems = await problemsOfWorkflows([broken], "shop");
    assert.deepEqual(
      problems.map(({ where }) => where),
      ["systems/shop, ci.yml, job ids", "systems/shop, ci.yml, on", "systems/shop, ci.yml, job 1st, needs"],
    );
  });

  for (const system of repositories) {
    it(`are none in what ${system.name} is given`, async () => {
      const [first, ...rest] = system.images.map((image) => ({
        image,
        inputs: imageInputs(image, system, { owner: "example" }),
      }));
      const workflows: readonly Workflow[] = first ? (system.workflows?.([first, ...rest]) ?? []) : [];
      assert.deepEqual(await problemsOfWorkflows(workflows, system.name), []);
    });
  }
});
