import assert from "node:assert/strict";
import type { Job, Triggers } from "../../../../src/catalogue/workflow-model.js";
import { type ExpressionReader, expressionReader } from "../../../../src/pipeline/expression-reader.js";
import { runningJobs, scenariosOf } from "../../../../src/plan/access/scenario.js";
import { pushingJob, workflow } from "./workflows.js";

describe("scenariosOf", () => {
  const refs = (on: Triggers) => scenariosOf(workflow(on), "main").map(({ event, ref }) => `${event} ${ref}`);

  it("have one for each ref that a trigger names, and one for all others", () => {
    const push = { branches: ["main", "next"], tags: ["v*"] };
    const schedule = [{ cron: "0 0 * * *", meaning: "daily" }] as const;
    assert.deepEqual(refs({ push, pullRequest: {}, dispatch: true, schedule }), [
      "push branch main",
      "push branch next",
      "push tags v*",
      "pull_request pull request",
      "pull_request pull request from a fork",
      "workflow_dispatch branch main",
      "workflow_dispatch branch next",
      "workflow_dispatch any other branch",
      "workflow_dispatch tags v*",
      "workflow_dispatch any other tag",
      "schedule branch main",
    ]);
    assert.deepEqual(refs({ push: {} }), ["push branch main", "push any other branch", "push any tag"]);
    assert.deepEqual(refs({ push: { branches: ["**"] } }), ["push branch main", "push any other branch"]);
    assert.deepEqual(refs({ push: { tags: ["v*"] } }), ["push tags v*"]);
    assert.deepEqual(refs({ push: { branches: ["**", "!main"] } }), ["push any other branch"]);
    assert.deepEqual(refs({}), []);
  });
});

describe("runningJobs", () => {
  let reader: ExpressionReader;
  before(async () => {
    reader = await expressionReader();
  });
  /** The jobs that run on a pull request. */
  const running = (jobs: Readonly<Record<string, Partial<Job>>>) => {
    const all = Object.entries(jobs).map(([id, job]) => [id, { ...pushingJob, ...job }] as const);
    const subject = workflow({ pullRequest: {} }, Object.fromEntries(all));
    return scenariosOf(subject, "main")
      .slice(0, 1)
      .flatMap((scenario) => runningJobs(subject, scenario, reader).map(([id]) => id));
  };

  for (const [condition, mayRun] of [
    ["github.event_name != 'pull_request'", false],
    ["github.event_name == 'pull_request'", true],
    ["github.ref == 'refs/heads/main'", false],
    ["github.ref_name != '1/merge'", false],
    ["github.ref_type == 'tag'", false],
    ["github.head_ref == 'main'", true],
    ["vars.PUBLISH == 'true'", true],
    ["not an expression", true],
  ] as const) {
    it(`counts a job with the condition ${condition} as ${mayRun ? "running" : "not running"} on a pull request`, () => {
      assert.deepEqual(running({ publish: { if: condition } }), mayRun ? ["publish"] : []);
    });
  }

  it("skips a job whose needs are skipped, unless it asks for that", () => {
    const first = { if: "github.event_name == 'schedule'" };
    const runs = (job: Partial<Job>) => running({ first, publish: { needs: ["first"], ...job } }).length > 0;
    for (const job of [{}, { if: "github.event_name != 'x'" }, { needs: ["missing"] }])
      assert.equal(runs(job), false);
    for (const condition of ["always()", "!cancelled()"]) assert.equal(runs({ if: condition }), true);
  });
});
