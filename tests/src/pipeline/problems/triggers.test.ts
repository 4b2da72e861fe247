import assert from "node:assert/strict";
import type { Triggers, Workflow } from "../../../../src/catalogue/workflow-model.js";
import { briefly, problemsOf, workflow } from "../fixtures.js";

describe("the events of a workflow", () => {
  it("are at least one", async () => {
    for (const on of [{}, { schedule: [] }]) {
      assert.deepEqual(await problemsOf(workflow({ on })), [
        [
          "systems/shop, ci.yml, on",
          "at least one event",
          "none",
          "say what starts the workflow, such as push or dispatch",
        ],
      ]);
    }
  });

  it("can be no pull_request_target, which runs strangers' code with our rights (user pain 14)", () => {
    // @ts-expect-error: there is no such event.
    const on: Triggers = { pullRequestTarget: {} };
    const workflow: Omit<Workflow, "on"> & { on: unknown } = {
      name: "",
      file: "",
      about: [],
      jobs: {},
      // @ts-expect-error: nor by its own name.
      on: { pull_request_target: {} } satisfies Triggers,
    };
    assert.ok(on, workflow.name);
  });

  it("have filters that something can match", async () => {
    const on = {
      push: { branches: ["a b"], tags: [] },
      pullRequest: { branches: ["!main"], paths: ["./src/**"] },
    };
    assert.deepEqual(await problemsOf(workflow({ on })), [
      [
        "systems/shop, ci.yml, on push, branches",
        "a pattern that a branch can match",
        '"a b"',
        "correct it: git allows no branch of that name, or GitHub cannot read it",
      ],
      [
        "systems/shop, ci.yml, on push, tags",
        "at least one pattern",
        "none",
        "leave the filter out to run for every tag, or name one",
      ],
      [
        "systems/shop, ci.yml, on pull_request, branches",
        "at least one pattern without !",
        "!main",
        "put '**' before them, for every other branch",
      ],
      [
        "systems/shop, ci.yml, on pull_request, paths",
        "a pattern that a path can match",
        '"./src/**"',
        "write it from the root of the repository, without / or ./ before and / behind it",
      ],
    ]);
  });

  it("have filters that do not take out again what they let in", async () => {
    assert.deepEqual(await problemsOf(workflow({ on: { push: { branches: ["main", "!m*"] } } })), [
      [
        "systems/shop, ci.yml, on push, branches",
        "patterns that leave a branch over",
        "main, !m*",
        "put what is let in behind what takes it out: the last pattern that fits decides",
      ],
    ]);
    assert.deepEqual(await briefly(workflow({ on: { push: { branches: ["!m*", "main"] } } })), []);
  });
});
