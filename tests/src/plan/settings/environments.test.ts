import assert from "node:assert/strict";
import { environmentsOf } from "../../../../src/plan/settings/environments.js";
import type { Triggers, Workflow } from "../../../../src/catalogue/workflow-model.js";
import { job, workflow } from "../../pipeline/fixtures.js";

function deploying(on: Triggers, environment = "live"): Workflow {
  return workflow({ on, jobs: { test: job(), deploy: job({ environment }) } });
}

const refs = (...workflows: readonly Workflow[]) =>
  environmentsOf(workflows, "main", {}).map(({ name, branches, tags }) => [name, branches, tags]);

describe("environmentsOf", () => {
  it("finds none where no job names one, or names it by an expression", () => {
    assert.deepEqual(refs(workflow(), deploying({ push: {} }, "${{ matrix.id }}")), []);
  });

  it("takes what pushes start the workflow, in GitHub's patterns", () => {
    const every = ["*", "*/**/*"];
    for (const [push, branches, tags] of [
      [{ branches: ["main", "r/*"], tags: ["[0-9]+.[0-9]+", "v1.0+"] }, ["main", "r/*"], ["*.*", "v1.*"]],
      [{ tags: ["v*"] }, [], ["v*"]],
      [{ branches: ["**", "!wip/**"] }, every, []],
      [{}, every, every],
    ] satisfies [Triggers["push"], string[], string[]][]) {
      assert.deepEqual(refs(deploying({ push })), [["live", branches, tags]]);
    }
  });

  it("takes the default branch alone where no push starts it, a pull request least of all", () => {
    assert.deepEqual(refs(deploying({ dispatch: true, pullRequest: {} })), [["live", ["main"], []]]);
  });

  it("unites workflows that name one environment, and keeps others apart", () => {
    assert.deepEqual(
      refs(
        deploying({ push: { branches: ["main"] } }),
        deploying({ push: { branches: ["main", "next"] } }),
        deploying({ push: { tags: ["v*"] } }, "test"),
      ),
      [
        ["live", ["main", "next"], []],
        ["test", [], ["v*"]],
      ],
    );
  });

  it("asks for what the stack says", () => {
    const workflows = [deploying({ dispatch: true }), deploying({ dispatch: true }, "test")];
    const live = { waitMinutes: 5, users: [1], teams: [2, 3] };
    assert.deepEqual(environmentsOf(workflows, "main", { live }), [
      { name: "live", branches: ["main"], tags: [], ...live },
      { name: "test", branches: ["main"], tags: [], waitMinutes: 0, users: [], teams: [] },
    ]);
  });
});
