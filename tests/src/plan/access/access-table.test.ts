import assert from "node:assert/strict";
import { accessTable, type AccessRow } from "../../../../src/plan/access/access-table.js";
import type { Configuration } from "../../../../src/configuration/configuration.js";
import type { System } from "../../../../src/catalogue/system.js";
import { type ExpressionReader, expressionReader } from "../../../../src/pipeline/expression-reader.js";
import type { Job, Triggers } from "../../../../src/catalogue/workflow-model.js";
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

const push = { branches: ["main"] };
const on = { push };

/** A system on GHCR with one workflow. */
function onGhcr(jobs: Readonly<Record<string, Job>>, triggers: Triggers = on): System {
  return system({ registry: "ghcr", workflows: () => [workflow(triggers, jobs)] });
}

const distrusted = (refs: string) => `the role does not trust repo:Acme/Shop:ref:refs/${refs}/…`;

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
    assert.deepEqual(brief(table(onGhcr({ publish: publishing }, { push, pullRequest: {} }))), [
      ["push", "branch main", "push", "job publish"],
      ["pull_request", "pull request", "push", "job publish"],
      ["pull_request", "pull request from a fork", "pull", "job publish"],
    ]);
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

  it("asks the role of ECR, whatever the job's permissions are", () => {
    const byRole = "job publish, role slipway-shop-push";
    assert.deepEqual(brief(table(pushingSystem({ push, pullRequest: {}, dispatch: true }))), [
      ["push", "branch main", "push", byRole],
      ["pull_request", "pull request", "none", "the role does not trust repo:Acme/Shop:pull_request"],
      ["pull_request", "pull request from a fork", "none", "GitHub gives forks no identity"],
      ["workflow_dispatch", "branch main", "push", byRole],
      ["workflow_dispatch", "any other branch", "none", distrusted("heads")],
      ["workflow_dispatch", "any tag", "none", distrusted("tags")],
    ]);
  });

  it("asks for the job's identity, too", () => {
    assert.deepEqual(brief(table(pushingSystem(on, { permissions: readSources }))), [
      ["push", "branch main", "none", "no job that runs has the permission"],
    ]);
    assert.deepEqual(brief(table(pushingSystem(on, { steps: plain.steps, permissions: proveIdentity }))), [
      ["push", "branch main", "none", "no job that runs has the permission"],
    ]);
  });

  it("knows tokens of an environment, and of repositories with ids", () => {
    const triggers = { push, dispatch: true } as const;
    const rights = (rows: readonly AccessRow[]) => rows.map(({ ref, right }) => `${ref}: ${right}`);
    assert.deepEqual(rights(table(pushingSystem(triggers, { environment: "prod:eu" }))), [
      "branch main: push",
      "branch main: push",
      "any other branch: push",
      "any tag: push",
    ]);
    const ids = { ...role, githubIds: { shop: { owner: 11, repository: 22 } } };
    assert.deepEqual(rights(table(pushingSystem(triggers), { ciAccess: ids })), [
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
    const subject = {
      ...onGhcr({}),
      workflows: () => [workflow(on, { test: plain }), workflow(on, { publish: publishing })],
    };
    assert.deepEqual(brief(table(subject)), [["push", "branch main", "push", "job publish"]]);
  });
});
