import assert from "node:assert/strict";
import type { System } from "../../../../src/catalogue/system.js";
import type { Configuration } from "../../../../src/configuration/configuration.js";
import { image, local, resolved, system } from "../fixtures.js";
import { role as usualRole } from "./configuration.js";
import { pushingJob, pushingSystem, workflow } from "./workflows.js";

const role: typeof usualRole = { ...usualRole, sessionHours: 2 };
const rolesOf = (subject: System, changes: Partial<Configuration> = {}) =>
  resolved(subject, { ciAccess: role, ...changes }).roles;
const repository = { owner: "Acme", name: "Shop" };
const main = { kind: "branch", name: "main" };

describe("planRoles", () => {
  it("plans one to push, for the branches and tags whose pushes start the workflow", () => {
    assert.deepEqual(rolesOf(pushingSystem()), [
      {
        name: "slipway-shop-push",
        description: "GitHub Actions of Acme/Shop push images",
        right: "push",
        repositories: ["shop"],
        trusted: { kind: "github", repository, origins: [main, { kind: "tag", filter: "v*" }] },
        region: "eu-west-1",
        maxSessionDuration: 7200,
        permissionsBoundary: undefined,
      },
    ]);
  });

  it("takes the environment of a job in place of its branch: so does GitHub's token", () => {
    const [planned] = rolesOf(pushingSystem(undefined, { environment: "production" }));
    const origins = [{ kind: "environment", name: "production" }];
    assert.deepEqual(planned?.trusted, { kind: "github", repository, origins });
  });

  it("names each repository and each origin once, and the system's own owner and ids", () => {
    const on = { push: { branches: ["main"] } };
    const ids = { owner: 11, repository: 22 };
    const subject = {
      ...pushingSystem(),
      owner: "Other",
      images: [image(), image({ id: "debug" }), image({ id: "base", repository: "shop-base" })],
      workflows: () => [workflow(on, { a: pushingJob, b: pushingJob }), workflow(on)],
    };
    const [planned] = rolesOf(subject, { ciAccess: { ...role, githubIds: { shop: ids } } });
    assert.deepEqual(planned?.repositories, ["shop", "shop-base"]);
    const other = { owner: "Other", name: "Shop", ids };
    assert.deepEqual(planned.trusted, { kind: "github", repository: other, origins: [main] });
  });

  it("plans one to pull where the stack names who may, with the same limits", () => {
    const permissionsBoundary = "arn:aws:iam::123456789012:policy/ci";
    const pullers = ["111122223333"];
    const [push, pull] = rolesOf(pushingSystem(), { ciAccess: { ...role, pullers, permissionsBoundary } });
    assert.equal(push?.permissionsBoundary, permissionsBoundary);
    assert.deepEqual(pull, {
      ...push,
      name: "slipway-shop-pull",
      description: "Named accounts and roles pull images of shop",
      right: "pull",
      trusted: { kind: "aws", principals: pullers },
    });
  });

  it("plans none outside ECR, for workflows that take none, or unless switched on", () => {
    for (const [subject, changes] of [
      [pushingSystem(), { ciAccess: { kind: "none" } }],
      [{ ...pushingSystem(), registry: "ghcr" }, {}],
      [pushingSystem(), local],
      [system(), {}],
      [pushingSystem(undefined, { steps: [{ name: "x", run: "x" }] }), {}],
    ] satisfies [System, Partial<Configuration>][]) {
      assert.deepEqual(rolesOf(subject, changes), []);
    }
  });
});
