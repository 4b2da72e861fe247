import assert from "node:assert/strict";
import { accessTable, type AccessRow } from "../../../../src/plan/access/access-table.js";
import type { Configuration } from "../../../../src/configuration/configuration.js";
import type { System } from "../../../../src/catalogue/system.js";
import { type ExpressionReader, expressionReader } from "../../../../src/pipeline/expression-reader.js";
import type { Job } from "../../../../src/catalogue/workflow-model.js";
import {
  proveIdentity,
  pushPackages,
  readPackages,
  readSources,
} from "../../../../src/pipeline/permissions.js";
import { image, resolved, system } from "../fixtures.js";
import { role } from "./configuration.js";
import { pushingJob, pushingSystem, workflow } from "./workflows.js";

const plain: Job = { ...pushingJob, permissions: readSources, steps: [{ name: "x", run: "x" }] };
const publishing: Job = { ...plain, permissions: pushPackages };
const reading: Job = { ...plain, permissions: readPackages };

const everything = {
  push: { branches: ["main", "next"], tags: ["v*"] },
  pullRequest: {},
  dispatch: true,
  schedule: [{ cron: "0 0 * * *", meaning: "daily" }],
} as const;

/** A system on GHCR with one workflow. */
function onGhcr(
  jobs: Readonly<Record<string, Job>>,
  on: Parameters<typeof workflow>[0] = everything,
): System {
  return system({ registry: "ghcr", workflows: () => [workflow(on, jobs)] });
}

describe("accessTable", () => {
  let reader: ExpressionReader;
  before(async () => {
    reader = await expressionReader();
  });
  const table = (subject: System, changes: Partial<Configuration> = {}) =>
    accessTable([resolved(subject, { ciAccess: role, ...changes })], reader);
  const brief = (rows: readonly AccessRow[]) =>
    rows.map(({ event, ref, right, by }) => [event, ref, right, by]);

  it("has a row for each event and ref that starts a workflow", () => {
    assert.deepEqual(brief(table(onGhcr({ publish: publishing }))), [
      ["push", "branch main", "push", "job publish"],
      ["push", "branch next", "push", "job publish"],
      ["push", "tags v*", "push", "job publish"],
      ["pull_request", "pull request", "push", "job publish"],
      ["pull_request", "pull request from a fork", "pull", "job publish"],
      ["workflow_dispatch", "branch main", "push", "job publish"],
      ["workflow_dispatch", "branch next", "push", "job publish"],
      ["workflow_dispatch", "any other branch", "push", "job publish"],
      ["workflow_dispatch", "tags v*", "push", "job publish"],
      ["workflow_dispatch", "any other tag", "push", "job publish"],
      ["schedule", "branch main", "push", "job publish"],
    ]);
    const starts = (push: Parameters<typeof workflow>[0]["push"]) =>
      table(onGhcr({ publish: publishing }, push === undefined ? {} : { push })).map(({ ref }) => ref);
    assert.deepEqual(starts({}), ["branch main", "any other branch", "any tag"]);
    assert.deepEqual(starts({ branches: ["**"] }), ["branch main", "any other branch"]);
    assert.deepEqual(starts({ tags: ["v*"] }), ["tags v*"]);
    assert.deepEqual(starts({ branches: ["**", "!main"] }), ["any other branch"]);
    assert.deepEqual(starts(undefined), []);
  });

  it("names who and where in full", () => {
    const [row] = table({
      ...onGhcr({ publish: publishing }),
      images: [image(), image({ repository: "b" })],
    });
    assert.deepEqual([row?.system, row?.who], ["shop", "Acme/Shop"]);
    assert.deepEqual(row?.repositories, ["ghcr.io/acme/shop", "ghcr.io/acme/b"]);
    const [ecr] = table(pushingSystem());
    assert.deepEqual(ecr?.repositories, ["ECR eu-west-1 shop"]);
  });

  it("gives the most that the jobs which run may do", () => {
    const on = { push: { branches: ["main"] } };
    assert.deepEqual(brief(table(onGhcr({ a: reading, b: publishing, c: plain }, on))), [
      ["push", "branch main", "push", "job b"],
    ]);
    assert.deepEqual(brief(table(onGhcr({ a: reading, b: reading }, on))), [
      ["push", "branch main", "pull", "jobs a, b"],
    ]);
    assert.deepEqual(brief(table(onGhcr({ a: plain }, on))), [
      ["push", "branch main", "none", "no job that runs has the permission"],
    ]);
  });

  for (const [condition, mayRun] of [
    ["github.event_name != 'pull_request'", false],
    ["github.event_name == 'pull_request'", true],
    ["github.ref == 'refs/heads/main'", false],
    ["github.ref_type == 'tag'", false],
    ["github.head_ref == 'main'", true],
    ["vars.PUBLISH == 'true'", true],
    ["not an expression", true],
  ] as const) {
    it(`counts a job with the condition ${condition} as ${mayRun ? "running" : "not running"} on a pull request`, () => {
      const rows = table(onGhcr({ publish: { ...publishing, if: condition } }, { pullRequest: {} }));
      assert.equal(rows[0]?.right, mayRun ? "push" : "none");
    });
  }

  it("skips a job whose needs are skipped, unless it asks for that", () => {
    const skipped = { ...plain, if: "github.event_name == 'schedule'" };
    const right = (job: Partial<Job>) =>
      table(
        onGhcr({ first: skipped, publish: { ...publishing, needs: ["first"], ...job } }, { dispatch: true }),
      )[0]?.right;
    assert.equal(right({}), "none");
    assert.equal(right({ if: "github.event_name != 'x'" }), "none");
    assert.equal(right({ if: "always()" }), "push");
    assert.equal(right({ if: "!cancelled()" }), "push");
    assert.equal(right({ needs: ["missing"] }), "none");
  });

  it("asks the role of ECR, whatever the job's permissions are", () => {
    assert.deepEqual(brief(table(pushingSystem(everything))), [
      ["push", "branch main", "push", "job publish, role slipway-shop-push"],
      ["push", "branch next", "push", "job publish, role slipway-shop-push"],
      ["push", "tags v*", "push", "job publish, role slipway-shop-push"],
      ["pull_request", "pull request", "none", "the role does not trust repo:Acme/Shop:pull_request"],
      ["pull_request", "pull request from a fork", "none", "GitHub gives forks no identity"],
      ["workflow_dispatch", "branch main", "push", "job publish, role slipway-shop-push"],
      ["workflow_dispatch", "branch next", "push", "job publish, role slipway-shop-push"],
      [
        "workflow_dispatch",
        "any other branch",
        "none",
        "the role does not trust repo:Acme/Shop:ref:refs/heads/…",
      ],
      ["workflow_dispatch", "tags v*", "push", "job publish, role slipway-shop-push"],
      [
        "workflow_dispatch",
        "any other tag",
        "none",
        "the role does not trust repo:Acme/Shop:ref:refs/tags/…",
      ],
      ["schedule", "branch main", "push", "job publish, role slipway-shop-push"],
    ]);
  });

  it("asks for the job's identity, too", () => {
    const on = { push: { branches: ["main"] } };
    assert.deepEqual(brief(table(pushingSystem(on, { permissions: readSources }))), [
      ["push", "branch main", "none", "no job that runs has the permission"],
    ]);
    assert.deepEqual(brief(table(pushingSystem(on, { steps: plain.steps, permissions: proveIdentity }))), [
      ["push", "branch main", "none", "no job that runs has the permission"],
    ]);
  });

  it("knows tokens of an environment, and of repositories with ids", () => {
    const on = { push: { branches: ["main"] }, dispatch: true } as const;
    const rights = (rows: readonly AccessRow[]) => rows.map(({ ref, right }) => `${ref}: ${right}`);
    assert.deepEqual(rights(table(pushingSystem(on, { environment: "prod:eu" }))), [
      "branch main: push",
      "branch main: push",
      "any other branch: push",
      "any tag: push",
    ]);
    const ids = { ...role, githubIds: { shop: { owner: 11, repository: 22 } } };
    assert.deepEqual(rights(table(pushingSystem(on), { ciAccess: ids })), [
      "branch main: push",
      "branch main: push",
      "any other branch: none",
      "any tag: none",
    ]);
  });

  it("says that a stack makes no role", () => {
    const [row] = table(pushingSystem(), { ciAccess: { kind: "none" } });
    assert.deepEqual([row?.right, row?.by], ["none", "this stack creates no role to push with"]);
  });

  it("lists the accounts and roles that may pull", () => {
    const rows = table(system(), {
      pullAccounts: ["111122223333"],
      ciAccess: { ...role, pullers: ["444455556666", "arn:aws:iam::444455556666:role/deploy"] },
    });
    assert.deepEqual(
      rows.map(({ who, right, by }) => [who, right, by]),
      [
        ["AWS account 111122223333", "pull", "the repositories' policies"],
        ["AWS account 444455556666", "pull", "role slipway-shop-pull"],
        ["arn:aws:iam::444455556666:role/deploy", "pull", "role slipway-shop-pull"],
      ],
    );
  });

  it("has one row for an event that starts two workflows", () => {
    const on = { push: { branches: ["main"] } };
    const subject = {
      ...onGhcr({}),
      workflows: () => [workflow(on, { test: plain }), workflow(on, { publish: publishing })],
    };
    assert.deepEqual(brief(table(subject)), [["push", "branch main", "push", "job publish"]]);
  });
});
