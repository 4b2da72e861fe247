import assert from "node:assert/strict";
import fc from "fast-check";
import { requiredChecks } from "../../../../src/plan/settings/required-checks.js";
import { type ExpressionReader, expressionReader } from "../../../../src/pipeline/expression-reader.js";
import type { BranchFilter, Cell, Job, Workflow } from "../../../../src/catalogue/workflow-model.js";
import { job, workflow } from "../../pipeline/fixtures.js";
import { resolver, type Resolve, type Values } from "../../pipeline/resolve.js";
import { shop } from "../../../fixture-catalogue/systems/shop/index.js";
import { workflowsOf } from "../../pipeline/catalogue.js";

const matrixOf = (id: string, ...more: readonly string[]): NonNullable<Job["matrix"]> => ({
  cells: [{ id }, ...more.map((other) => ({ id: other }))],
  key: "id",
});

describe("requiredChecks", () => {
  let reader: ExpressionReader;
  let resolve: Resolve;
  before(async () => {
    reader = await expressionReader();
    resolve = await resolver();
  });
  const checks = (value: Partial<Workflow>) =>
    requiredChecks([workflow({ on: { pullRequest: {} }, ...value })], "main", reader);
  const reasonsFor = (value: Partial<Workflow>) => {
    const { required, leftOut } = checks(value);
    assert.deepEqual(required, []);
    return leftOut.map(({ because }) => because);
  };

  it("requires the jobs that every pull request runs, and says why it leaves out others", () => {
    assert.deepEqual(requiredChecks(workflowsOf(shop), "main", reader), {
      required: ["Try cart", "Try website", "Try mailer"],
      leftOut: [
        { job: "build-images.yml, job build", because: "has a condition that may skip it" },
        { job: "build-images.yml, job scan", because: "needs the job build, which may not run" },
      ],
    });
  });

  it("names a matrix job once a cell, as GitHub shows it", () => {
    const name = "Test ${{ matrix.id }} (${{ github.event_name }})";
    const { required } = checks({ jobs: { test: job({ name, matrix: matrixOf("a", "b") }) } });
    assert.deepEqual(required, ["Test a (pull_request)", "Test b (pull_request)"]);
  });

  it("names two jobs of one name once", () => {
    assert.deepEqual(checks({ jobs: { one: job(), two: job() } }), { required: ["Test"], leftOut: [] });
  });

  const test = job();
  const maySkip = "has a condition that may skip it";
  const unknownName = "has a name that is unknown before the run";
  for (const [title, values, reason] of [
    ["that no pull request starts", [{ on: { push: {} } }], "does not run for pull requests"],
    [
      "that pull requests into another branch start",
      [{ on: { pullRequest: { branches: ["release/*"] } } }],
      "does not run for pull requests into main",
    ],
    [
      "that starts for some changes alone",
      [{ on: { pullRequest: { branches: ["main"], paths: ["**"] } } }],
      "runs only if some paths change",
    ],
    [
      "whose condition fails, or may fail, or cannot be read",
      [
        "github.event_name == 'push'",
        "github.actor != 'dependabot[bot]'",
        "github.ref == 'refs/pull/1/merge'",
        "success()",
        "no ( expression",
      ].map((condition) => ({ jobs: { test: { ...test, if: condition } } })),
      maySkip,
    ],
    [
      "whose name is known only in the run, or does not tell its cells apart",
      [
        ...["Test for ${{ github.actor }}", "Test ${{ matrix.other }}", "Test ${{", ""].map((name) => ({
          name,
        })),
        { matrix: matrixOf("a", "b") },
      ].map((one) => ({ jobs: { test: job(one) } })),
      unknownName,
    ],
  ] satisfies [string, Partial<Workflow>[], string][]) {
    it(`leaves out a job ${title}`, () => {
      for (const value of values) assert.deepEqual(reasonsFor(value), [reason]);
    });
  }

  it("leaves out a job that needs such a job, however far away", () => {
    const jobs = {
      first: { ...test, if: "vars.ON" },
      second: { ...test, needs: ["first"] },
      third: { ...test, needs: ["second"] },
    };
    const needs = (id: string) => `needs the job ${id}, which may not run`;
    assert.deepEqual(reasonsFor({ jobs }), [maySkip, needs("first"), needs("second")]);
  });

  it("requires a job that pull requests into some branches start, the default one among them", () => {
    assert.deepEqual(checks({ on: { pullRequest: { branches: ["ma*", "release/*"] } } }).required, ["Test"]);
  });

  it("never requires what some pull request does not report (property)", () => {
    fc.assert(
      fc.property(fc.array(anyWorkflow, { maxLength: 3 }), anyPullRequest, (workflows, pull) => {
        const reported = workflows.flatMap((value) => reportedOn(value, pull, resolve));
        const values = workflows.map(({ value }) => value);
        for (const name of requiredChecks(values, "main", reader).required)
          assert.ok(reported.includes(name), name);
      }),
      { numRuns: 500 },
    );
  });
});

/** Triggers by pull requests, and whether one into `main` that changes this file starts the workflow. */
const triggers: readonly (readonly [
  filter: BranchFilter | undefined,
  starts: (changed: string) => boolean,
])[] = [
  [undefined, () => false],
  [{}, () => true],
  [{ branches: ["main"] }, () => true],
  [{ branches: ["**", "!release"] }, () => true],
  [{ branches: ["release"] }, () => false],
  [{ branches: ["**", "!main"] }, () => false],
  [{ paths: ["src/**"] }, (changed) => changed.startsWith("src/")],
];
const conditions = [
  undefined,
  "github.event_name == 'pull_request'",
  "github.event_name != 'pull_request'",
  "!(github.event_name == 'push')",
  "github.ref == 'refs/heads/main'",
  "github.ref == 'refs/pull/1/merge'",
  "github.ref_name != '2/merge'",
  "github.actor != 'dependabot[bot]'",
  "vars.ON == 'yes'",
  "vars.ON == 'yes' || github.event_name == 'pull_request'",
  "github.event_name == 'pull_request' && vars.ON == 'yes'",
  "startsWith(github.ref, 'refs/pull/')",
  "contains(github.ref, '/1/')",
];
const names = [
  "Test",
  "Test ${{ matrix.id }}",
  "On ${{ github.event_name }}",
  "For ${{ github.actor }}",
  "Pull request ${{ github.ref_name }}",
  "${{ matrix.id }}${{ matrix.missing }}",
];

const optional = <T>(value: T | undefined, key: string) => value !== undefined && { [key]: value };
const anyJob = (...ids: readonly string[]) =>
  fc
    .tuple(
      fc.constantFrom(...names),
      fc.constantFrom(...conditions),
      fc.constantFrom(undefined, matrixOf("a"), matrixOf("a", "b")),
      fc.subarray([...ids]),
    )
    .map(([name, condition, matrix, needs]) =>
      job({ name, ...optional(condition, "if"), ...optional(matrix, "matrix"), needs }),
    );

const anyWorkflow = fc
  .record({
    trigger: fc.constantFrom(...triggers),
    jobs: fc.record({ first: anyJob(), second: anyJob("first"), third: anyJob("first", "second") }),
  })
  .map(({ trigger: [filter, starts], jobs }) => ({
    value: workflow({ on: { push: {}, ...optional(filter, "pullRequest") }, jobs }),
    starts,
  }));

const anyPullRequest = fc.record({
  number: fc.integer({ min: 1, max: 3 }),
  actor: fc.constantFrom("ada", "dependabot[bot]"),
  changed: fc.constantFrom("src/main.rs", "README.md"),
  on: fc.constantFrom("yes", "no", ""),
});
type Pull = typeof anyPullRequest extends fc.Arbitrary<infer P> ? P : never;
type Generated = typeof anyWorkflow extends fc.Arbitrary<infer G> ? G : never;

/** The checks that GitHub shows as run for a pull request, by its own evaluator. */
function reportedOn({ value, starts }: Generated, pull: Pull, resolve: Resolve): string[] {
  if (!starts(pull.changed)) return [];
  const contexts: Values = {
    github: {
      event_name: "pull_request",
      ref: `refs/pull/${pull.number}/merge`,
      ref_name: `${pull.number}/merge`,
      actor: pull.actor,
    },
    vars: { ON: pull.on },
  };
  const runs = (id: string): boolean => {
    const { if: condition = "'true'", needs = [] } = value.jobs[id] ?? {};
    const isTrue = resolve(`\${{ ${condition} }}`, contexts) === "true";
    return isTrue && needs.every(runs);
  };
  return Object.entries(value.jobs)
    .filter(([id]) => runs(id))
    .flatMap(([, { name, matrix }]) => {
      const shown = (cell: Cell) => resolve(name, { ...contexts, matrix: cell });
      if (matrix === undefined) return [shown({})];
      // GitHub adds a cell's values to a name that is no expression.
      return matrix.cells.map((cell) =>
        name.includes("${{") ? shown(cell) : `${name} (${Object.values(cell).join(", ")})`,
      );
    });
}
