import assert from "node:assert/strict";
import { problemsOfWorkflows } from "../../../src/pipeline/problems.js";
import { everyRepository } from "./catalogue.js";
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
        found: "ci.yml for One and Two",
        fix: "rename one of the files",
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

  for (const { name, workflows } of everyRepository) {
    it(`are none in what ${name} is given`, async () => {
      assert.deepEqual(await problemsOfWorkflows(workflows, name), []);
    });
  }
});
