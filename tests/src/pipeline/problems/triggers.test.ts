import assert from "node:assert/strict";
import type { Triggers, Workflow } from "../../../../src/catalogue/workflow-model.js";
import { briefly, problemsOf, workflow } from "../fixtures.js";

describe("the events of a workflow", () => {
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
        "correct it: git allows no branch of that name, or GitHub cannot parse the pattern",
      ],
      [
        "systems/shop, ci.yml, on push, tags",
        "at least one pattern without !",
        "no pattern",
        "put '**' first to match every other tag, or leave the filter out",
      ],
      [
        "systems/shop, ci.yml, on pull_request, branches",
        "at least one pattern without !",
        "!main",
        "put '**' first to match every other branch, or leave the filter out",
      ],
      [
        "systems/shop, ci.yml, on pull_request, paths",
        "a pattern that a path can match",
        '"./src/**"',
        "write the path from the root of the repository, without a leading / or ./ and a trailing /",
      ],
    ]);
  });

  it("have filters that do not take out again what they let in", async () => {
    assert.deepEqual(await problemsOf(workflow({ on: { push: { branches: ["main", "!m*"] } } })), [
      [
        "systems/shop, ci.yml, on push, branches",
        "patterns that leave a branch",
        "main, !m*",
        "put the patterns that include after those that exclude: the last match decides",
      ],
    ]);
    assert.deepEqual(await briefly(workflow({ on: { push: { branches: ["!m*", "main"] } } })), []);
  });
});
