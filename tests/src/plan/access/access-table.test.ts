import assert from "node:assert/strict";
import { accessTable } from "../../../../src/plan/access/access-table.js";
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

const byRole = "job publish, role slipway-shop-push";
const distrusted = "none by the role does not trust repo:Acme/Shop";
const noJob = "push branch main: none by no job that runs has the permission";

describe("accessTable", () => {
  let reader: ExpressionReader;
  before(async () => {
    reader = await expressionReader();
  });
  const table = (subject: System, changes: Partial<Configuration> = {}) =>
    accessTable([resolved(subject, { ciAccess: role, ...changes })], reader);

  for (const [title, subject, ...rows] of [
    [
      "has a row for each event and ref that starts a workflow",
      onGhcr({ publish: publishing }, { push, pullRequest: {} }),
      "push branch main: push by job publish",
      "pull_request pull request: push by job publish",
      "pull_request pull request from a fork: pull by job publish",
    ],
    [
      "gives the most that the jobs which run may do",
      onGhcr({ a: reading, b: publishing, c: plain }),
      "push branch main: push by job b",
    ],
    [
      "names all jobs that may do it",
      onGhcr({ a: reading, b: reading }),
      "push branch main: pull by jobs a, b",
    ],
    ["gives nothing where no job may do any", onGhcr({ a: plain }), noJob],
    [
      "asks the role of ECR, whatever the job's permissions are",
      pushingSystem({ push, pullRequest: {}, dispatch: true }),
      `push branch main: push by ${byRole}`,
      `pull_request pull request: ${distrusted}:pull_request`,
      "pull_request pull request from a fork: none by GitHub gives forks no identity",
      `workflow_dispatch branch main: push by ${byRole}`,
      `workflow_dispatch any other branch: ${distrusted}:ref:refs/heads/…`,
      `workflow_dispatch any tag: ${distrusted}:ref:refs/tags/…`,
    ],
    ["asks for the job's identity, too", pushingSystem(on, { permissions: readSources }), noJob],
    ["asks for a login, too", pushingSystem(on, { steps: plain.steps, permissions: proveIdentity }), noJob],
    [
      "has one row for an event that starts two workflows",
      { ...onGhcr({}), workflows: () => [workflow(on, { a: plain }), workflow(on, { b: publishing })] },
      "push branch main: push by job b",
    ],
  ] satisfies [string, System, ...string[]][]) {
    it(title, () => {
      const told = table(subject).map(({ event, ref, right, by }) => `${event} ${ref}: ${right} by ${by}`);
      assert.deepEqual(told, rows);
    });
  }

  it("names who and where in full", () => {
    const images = [image(), image({ repository: "b" })] as const;
    const [row] = table({ ...onGhcr({ publish: publishing }), images });
    assert.deepEqual([row?.system, row?.who], ["shop", "Acme/Shop"]);
    assert.deepEqual(row?.repositories, ["ghcr.io/acme/shop", "ghcr.io/acme/b"]);
    assert.deepEqual(table(pushingSystem())[0]?.repositories, ["ECR eu-west-1 shop"]);
  });

  it("knows tokens of an environment, and of repositories with ids", () => {
    const triggers = { push, dispatch: true } as const;
    const rights = (...of: Parameters<typeof table>) => table(...of).map(({ right }) => right);
    const live = pushingSystem(triggers, { environment: "prod:eu" });
    assert.deepEqual(rights(live), ["push", "push", "push", "push"]);
    const ciAccess = { ...role, githubIds: { shop: { owner: 11, repository: 22 } } };
    assert.deepEqual(rights(pushingSystem(triggers), { ciAccess }), ["push", "push", "none", "none"]);
  });

  it("says that a stack makes no role", () => {
    const [row] = table(pushingSystem(), { ciAccess: { kind: "none" } });
    assert.deepEqual([row?.right, row?.by], ["none", "this stack creates no role to push with"]);
  });

  it("lists the accounts and roles that may pull", () => {
    const pullers = ["444455556666", "arn:aws:iam::444455556666:role/deploy"];
    const rows = table(system(), { pullAccounts: ["111122223333"], ciAccess: { ...role, pullers } });
    assert.deepEqual(
      rows.map(({ who, right, by }) => [who, right, by]),
      [
        ["AWS account 111122223333", "pull", "the repositories' policies"],
        ["AWS account 444455556666", "pull", "role slipway-shop-pull"],
        ["arn:aws:iam::444455556666:role/deploy", "pull", "role slipway-shop-pull"],
      ],
    );
  });
});
