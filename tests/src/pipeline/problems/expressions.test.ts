import assert from "node:assert/strict";
import type { Job } from "../../../../src/catalogue/workflow-model.js";
import { briefly, job, problemsOf, step, workflow } from "../fixtures.js";

const JOB = "systems/shop, ci.yml, job test";
const STEP = `${JOB}, step 1 (Greet)`;

function testing(overrides: Partial<Job>, others: Record<string, Job> = {}) {
  return workflow({ jobs: { ...others, test: job(overrides) } });
}

function reading(expression: string, overrides: Partial<Job> = {}, others: Record<string, Job> = {}) {
  const env = { VALUE: `\${{ ${expression} }}` };
  return testing({ steps: [{ ...step, env }], ...overrides }, others);
}

describe("an expression", () => {
  it("is one that GitHub can read", async () => {
    const fix = "correct the expression; texts stand in single quotes";
    const expected = "an expression as GitHub reads them";
    assert.deepEqual(await problemsOf(testing({ if: 'github.ref == "main"' })), [
      [
        `${JOB}, if`,
        expected,
        'Unexpected symbol: \'"main"\'. Located at position 15 within expression: github.ref == "main"',
        fix,
      ],
    ]);
    assert.deepEqual(await problemsOf(reading("nothing.x")), [
      [`${STEP}, env VALUE`, expected, "Unrecognized named-value: 'nothing'", fix],
    ]);
    assert.deepEqual(await problemsOf(reading("")), [
      [`${STEP}, env VALUE`, expected, "there is no expression", fix],
    ]);
    assert.deepEqual(await problemsOf(testing({ name: "Build ${{ github.sha" })), [
      [`${JOB}, name`, expected, "a ${{ without its }}", fix],
    ]);
    assert.deepEqual(await briefly(reading("grep('a')")), [
      [`${STEP}, env VALUE`, "Unrecognized function: 'grep'"],
    ]);
  });

  it("may hold }} in a text", async () => {
    assert.deepEqual(await briefly(reading("format('{{0}} it''s {0}', github.sha)")), []);
  });

  it("reads what GitHub knows at that place", async () => {
    assert.deepEqual(await problemsOf(testing({ if: "matrix.id == 'a'" })), [
      [
        `${JOB}, if`,
        "values that GitHub knows there: github, needs, vars",
        "matrix",
        "read it in a step, and pass its result on",
      ],
    ]);
    assert.deepEqual(await briefly(testing({ steps: [{ ...step, if: "secrets.TOKEN != ''" }] })), [
      [`${STEP}, if`, "secrets"],
    ]);
  });

  it("calls what GitHub allows at that place", async () => {
    assert.deepEqual(await problemsOf(testing({ if: "hashFiles('x') != ''" })), [
      [
        `${JOB}, if`,
        "functions that GitHub allows there",
        "hashfiles()",
        "call it in a step or in a condition",
      ],
    ]);
    assert.deepEqual(await briefly(reading("success()")), [[`${STEP}, env VALUE`, "success()"]]);
  });

  it("reads steps that have run by then", async () => {
    const steps = [
      { name: "First", id: "first", run: "true", env: { VALUE: "${{ steps.second.outputs.x }}" } },
      { name: "Second", id: "second", run: "true", env: { VALUE: "${{ steps.first.outputs.x }}" } },
    ] as const;
    const outputs = { x: "${{ steps.second.outputs.x }}", y: "${{ steps.third.outputs.x }}" };
    const fix = "give the step that id, or move it forward";
    assert.deepEqual(await problemsOf(testing({ steps, outputs })), [
      [
        `${JOB}, output y`,
        "the id of a step that has run by then: first, second",
        "steps.third.outputs.x",
        fix,
      ],
      [
        `${JOB}, step 1 (First), env VALUE`,
        "the id of a step that has run by then: there is none",
        "steps.second.outputs.x",
        fix,
      ],
    ]);
  });

  it("finds an index as it finds a member", async () => {
    assert.deepEqual(await briefly(reading("steps['meta'].outputs.x")), [
      [`${STEP}, env VALUE`, "steps.meta.outputs.x"],
    ]);
  });

  it("reads fields that some cell of the matrix has", async () => {
    const matrix = { cells: [{ id: "a" }, { id: "b", target: "prod" }], key: "id" } as const;
    assert.deepEqual(await briefly(reading("matrix.target || ''", { matrix })), []);
    assert.deepEqual(await problemsOf(reading("matrix.stage", { matrix })), [
      [
        `${STEP}, env VALUE`,
        "a field of the matrix: id, target",
        "matrix.stage",
        "add it to a cell, or correct it",
      ],
    ]);
    assert.deepEqual(await briefly(reading("matrix.id")), [[`${STEP}, env VALUE`, "matrix.id"]]);
  });

  it("reads outputs of jobs that its own needs", async () => {
    const build = job({ outputs: { digest: "x" } });
    assert.deepEqual(
      await briefly(reading("needs.build.outputs.digest", { needs: ["build"] }, { build })),
      [],
    );
    assert.deepEqual(await problemsOf(reading("needs.build.outputs.tag", { needs: ["build"] }, { build })), [
      [
        `${STEP}, env VALUE`,
        "an output of job build: digest",
        "needs.build.outputs.tag",
        "add it to the job's outputs",
      ],
    ]);
    assert.deepEqual(await problemsOf(reading("needs.build.result", {}, { build })), [
      [
        `${STEP}, env VALUE`,
        "a job that this one needs: there is none",
        "needs.build.result",
        "add it to needs: results come only from there",
      ],
    ]);
  });
});
