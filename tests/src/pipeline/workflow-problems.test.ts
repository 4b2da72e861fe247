import assert from "node:assert/strict";
import fc from "fast-check";
import { problemsOfWorkflows } from "../../../src/pipeline/workflow-problems.js";
import { briefly, job, problemsOf, workflow } from "./fixtures.js";

describe("the problems of a repository's workflows", () => {
  it("are none where there is nothing wrong", async () => {
    assert.deepEqual(await problemsOfWorkflows([workflow()], "shop"), []);
  });

  it("are reported all at once", async () => {
    const broken = workflow({
      file: "ci",
      on: { push: { tags: [] }, pullRequest: {} },
      jobs: {
        a: job({ needs: ["b"], permissions: { packages: { access: "write", why: "push" } } }),
        b: job({ needs: ["a"] }),
        c: job({ steps: [{ name: "Greet", run: "echo ${{ github.sha }}" }] }),
      },
    });
    const problems = await problemsOfWorkflows([broken], "shop");
    assert.deepEqual(
      problems.map(({ where }) => where),
      [
        "systems/shop, workflows",
        "systems/shop, ci, line 26 (needs: [b])",
        "systems/shop, ci, line 37 (needs: [a])",
        "systems/shop, ci, on push, tags",
        "systems/shop, ci, job c, step 1 (Greet), run",
        "systems/shop, ci, job a, permissions",
      ],
    );
  });
});

function running(run: string) {
  return workflow({ jobs: { test: job({ steps: [{ name: "Greet", run }] }) } });
}

const WHERE = "systems/shop, ci.yml, job test, step 1 (Greet), run";

describe("a script", () => {
  it("holds no expression, harmless as it may be", async () => {
    assert.deepEqual(await problemsOf(running("cd x\necho ${{ github.sha }}\n")), [
      [
        WHERE,
        "a script without ${{ }}",
        "${{ github.sha }}",
        'pass the value by env and use "$NAME" in the script',
      ],
    ]);
  });

  it("may hold anything else", async () => {
    const script = fc.string({ unit: "binary" }).filter((text) => !text.includes("${{"));
    await fc.assert(
      fc.asyncProperty(script, async (run) => {
        assert.deepEqual(await briefly(running(run)), []);
      }),
    );
  });
});
