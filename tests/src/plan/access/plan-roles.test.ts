import assert from "node:assert/strict";
import { accessToDo } from "../../../../src/plan/access/access-to-do.js";
import type { Configuration } from "../../../../src/configuration/configuration.js";
import type { System } from "../../../../src/catalogue/system.js";
import { image, planOf, resolved, system } from "../fixtures.js";
import { role as usualRole } from "./configuration.js";
import { pushingJob, pushingSystem, workflow } from "./workflows.js";

const role: typeof usualRole = { ...usualRole, sessionHours: 2 };
const rolesOf = (subject: System, changes: Partial<Configuration> = {}) =>
  resolved(subject, { ciAccess: role, ...changes }).roles;

describe("planRoles", () => {
  it("plans no role unless switched on", () => {
    assert.deepEqual(resolved(pushingSystem()).roles, []);
    assert.equal(planOf(pushingSystem()).oidcProvider, undefined);
  });

  it("plans one to push, for the branches and tags whose pushes start the workflow", () => {
    assert.deepEqual(rolesOf(pushingSystem()), [
      {
        name: "slipway-shop-push",
        description: "GitHub Actions of Acme/Shop push images",
        right: "push",
        repositories: ["shop"],
        trusted: {
          kind: "github",
          repository: { owner: "Acme", name: "Shop" },
          origins: [
            { kind: "branch", name: "main" },
            { kind: "tag", filter: "v*" },
          ],
        },
        region: "eu-west-1",
        maxSessionDuration: 7200,
        permissionsBoundary: undefined,
      },
    ]);
  });

  it("takes the environment of a job in place of its branch: so does GitHub's token", () => {
    const [planned] = rolesOf(pushingSystem(undefined, { environment: "production" }));
    assert.deepEqual(planned?.trusted, {
      kind: "github",
      repository: { owner: "Acme", name: "Shop" },
      origins: [{ kind: "environment", name: "production" }],
    });
  });

  it("names each repository and each origin once", () => {
    const subject = {
      ...pushingSystem(),
      images: [image(), image({ id: "debug" }), image({ id: "base", repository: "shop-base" })],
      workflows: () => [
        workflow({ push: { branches: ["main"] } }, { a: pushingJob, b: pushingJob }),
        workflow({ push: { branches: ["main"] } }),
      ],
    };
    const [planned] = rolesOf(subject);
    assert.deepEqual(planned?.repositories, ["shop", "shop-base"]);
    assert.deepEqual(planned.trusted.kind === "github" && planned.trusted.origins, [
      { kind: "branch", name: "main" },
    ]);
  });

  it("takes owner and ids of the system", () => {
    const ids = { owner: 11, repository: 22 };
    const ciAccess = { ...role, githubIds: { shop: ids } };
    const [planned] = rolesOf({ ...pushingSystem(), owner: "Other" }, { ciAccess });
    assert.deepEqual(planned?.trusted.kind === "github" && planned.trusted.repository, {
      owner: "Other",
      name: "Shop",
      ids,
    });
  });

  it("plans one to pull where the stack names who may, with the same limits", () => {
    const permissionsBoundary = "arn:aws:iam::123456789012:policy/ci";
    const pullers = ["111122223333"];
    const [push, pull] = rolesOf(pushingSystem(), { ciAccess: { ...role, pullers, permissionsBoundary } });
    assert.equal(push?.permissionsBoundary, permissionsBoundary);
    assert.deepEqual(pull, {
      name: "slipway-shop-pull",
      description: "Named accounts and roles pull images of shop",
      right: "pull",
      repositories: ["shop"],
      trusted: { kind: "aws", principals: pullers },
      region: "eu-west-1",
      maxSessionDuration: 7200,
      permissionsBoundary,
    });
  });

  for (const [what, subject, changes] of [
    ["on GHCR", { ...pushingSystem(), registry: "ghcr" as const }, {}],
    [
      "in a local registry",
      pushingSystem(),
      { registry: { kind: "local" as const, address: "localhost:1" } },
    ],
    ["without workflows", system(), {}],
    ["whose jobs take no role", pushingSystem(undefined, { steps: [{ name: "x", run: "x" }] }), {}],
  ] as const) {
    it(`plans none for a system ${what}`, () => {
      assert.deepEqual(rolesOf(subject, changes), []);
    });
  }

  it("asks for the provider only where a role of GitHub's needs it", () => {
    assert.equal(planOf(pushingSystem(), { ciAccess: role }).oidcProvider, "existing");
    const pullOnly = { ciAccess: { ...role, pullers: ["111122223333"] } };
    assert.equal(planOf(system(), pullOnly).oidcProvider, undefined);
  });

  it("leaves the variables to a person, and the repository's ids where they are not named", () => {
    const variables =
      "Set the Actions variables AWS_ROLE_ARN and AWS_REGION of Acme/Shop; the stack's output roles has the first.";
    assert.deepEqual(accessToDo(resolved(pushingSystem(), { ciAccess: role }), false), [
      variables,
      "Add the ids of Acme/Shop to githubIds in slipway:ciAccess: without them its role rejects a repository created, renamed or moved since 15 July 2026, and trusts whoever takes over the name later. `gh api repos/Acme/Shop --jq '{owner: .owner.id, repository: .id}'` prints them.",
    ]);
    const ids = { ...role, githubIds: { shop: { owner: 11, repository: 22 } } };
    assert.deepEqual(accessToDo(resolved(pushingSystem(), { ciAccess: ids }), false), [variables]);
    assert.ok(planOf(pushingSystem(), { ciAccess: role }).toDo.includes(variables));
    assert.deepEqual(accessToDo(resolved(pushingSystem()), false), []);
  });
});
