import assert from "node:assert/strict";
import { expressionReader } from "../../../../src/pipeline/expression-reader.js";
import { cellsOf, fieldOf, parseWorkflow } from "../../../../src/pipeline/problems/parsed-workflow.js";
import { job, workflow } from "../fixtures.js";

describe("the expressions of a workflow", () => {
  it("are found wherever a job or a step has a text, each with its place", async () => {
    const text = "${{ secrets.TOKEN }}";
    const test = job({
      name: text,
      environment: text,
      matrix: { key: "id", cells: [{ id: "a" }, { id: text }] },
      outputs: { out: text },
      env: { OUTER: { value: text, note: "To try." } },
      steps: [
        { name: text, run: "true", env: { INNER: text } },
        { name: "Log in", uses: "docker/login-action", with: { password: text } },
      ],
    });
    const parsed = parseWorkflow(workflow({ jobs: { test } }), "shop", await expressionReader());
    const texts = parsed.jobs.flatMap(({ texts, steps }) => [
      ...texts,
      ...steps.flatMap((step) => [...step.texts, ...step.inputs.values()]),
    ]);
    assert.deepEqual(
      texts
        .filter(({ template }) => template.some((part) => typeof part !== "string"))
        .map(({ where }) => where),
      [
        "name",
        "environment",
        "matrix, cell 2, id",
        "output out",
        "env OUTER",
        `step 1 (${text}), name`,
        `step 1 (${text}), env INNER`,
        "step 2 (Log in), with password",
      ].map((place) => `systems/shop, ci.yml, job test, ${place}`),
    );
  });

  it("read a field of a cell, if it is known", async () => {
    const cell = { id: "a", ref: "${{ github.ref }}" };
    assert.equal(fieldOf(cell, ["matrix", "id"]), "a");
    assert.equal(fieldOf(cell, ["matrix", "other"]), null);
    for (const reference of [
      ["matrix", "ref"],
      ["matrix", "*"],
      ["matrix"],
      ["env", "id"],
      ["matrix", "id", "x"],
    ] as const)
      assert.equal(fieldOf(cell, reference), undefined);
    const [parsed] = parseWorkflow(workflow(), "shop", await expressionReader()).jobs;
    assert.deepEqual(parsed && cellsOf(parsed), [{}]);
  });
});
