import assert from "node:assert/strict";
import type { Workflow } from "../../../../src/catalogue/workflow-model.js";
import { job, problemsOf, step, workflow } from "../fixtures.js";

describe("GitHub's own parser", () => {
  it("names the line that it refuses", async () => {
    assert.deepEqual(await problemsOf(workflow({ jobs: { "1st": job() } })), [
      [
        "systems/shop, ci.yml, line 22 (1st:)",
        "a workflow that GitHub's parser accepts",
        "The identifier '1st' is invalid. IDs may only contain alphanumeric characters, '_', and '-'. IDs must start with a letter or '_' and and must be less than 100 characters.",
        "correct the workflow in systems/shop",
      ],
    ]);
  });

  const testing = (overrides: Parameters<typeof job>[0]) => workflow({ jobs: { test: job(overrides) } });
  const reading = (text: string) => testing({ steps: [{ ...step, env: { VALUE: text } }] });
  const mistakes: readonly [what: string, Workflow, found: RegExp][] = [
    ["no job", workflow({ jobs: {} }), /must contain at least one job/],
    ["an unknown job", testing({ needs: ["bild"] }), /must contain|depends on unknown job 'bild'/],
    ["a schedule", workflow({ on: { schedule: [{ cron: "@daily", meaning: "" }] } }), /^Invalid cron/],
    ["the syntax of an expression", testing({ if: 'github.ref == "main"' }), /^Unexpected symbol: '"main"'/],
    ["an expression without its end", testing({ name: "${{ github.sha" }), /^The expression is not closed/],
    ["an unknown function", reading("${{ grep('a') }}"), /^Unrecognized function: 'grep'$/],
    [
      "a secret in a matrix (N15)",
      testing({ matrix: { key: "id", cells: [{ id: "${{ secrets.A }}" }] } }),
      /^Unrecognized named-value: 'secrets'$/,
    ],
  ];
  for (const [what, value, found] of mistakes) {
    it(`refuses ${what}`, async () => {
      const problems = await problemsOf(value);
      assert.notEqual(problems.length, 0);
      for (const [, , said = ""] of problems) assert.match(said, found);
    });
  }
});
