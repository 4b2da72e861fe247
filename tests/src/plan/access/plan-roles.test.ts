import assert from "node:assert/strict";
import { accessToDo } from "../../../../src/plan/access/access-to-do.js";
import { planRoles } from "../../../../src/plan/access/plan-roles.js";
import type { Configuration } from "../../../../src/configuration/configuration.js";
import { makePlan } from "../../../../src/plan/make-plan.js";
import { configuration as usual, image, system } from "../fixtures.js";
import { role as usualRole } from "./configuration.js";
import { pushingJob, pushingSystem, workflow } from "./workflows.js";

const role: typeof usualRole = { ...usualRole, sessionHours: 2 };
const configuration: Configuration = { ...usual, ciAccess: role };

describe("planRoles", () => {
  it("plans no role unless switched on", () => {
    assert.deepEqual(planRoles(pushingSystem(), usual), []);
    const plan = makePlan(usual, [pushingSystem()], "dev");
    assert.equal(plan.oidcProvider, undefined);
  });

  it("plans one to push, for the branches and tags whose pushes start the workflow", () => {
    assert.deepEqual(planRoles(pushingSystem(), configuration), [
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
    const [planned] = planRoles(pushingSystem(undefined, { environment: "production" }), configuration);
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
    const [planned] = planRoles(subject, configuration);
    assert.deepEqual(planned?.repositories, ["shop", "shop-base"]);
    assert.deepEqual(planned.trusted.kind === "github" && planned.trusted.origins, [
      { kind: "branch", name: "main" },
    ]);
  });

  it("takes owner and ids of the system", () => {
    const ids = { owner: 11, repository: 22 };
    const [planned] = planRoles(
      { ...pushingSystem(), owner: "Other" },
      { ...configuration, ciAccess: { ...role, githubIds: { shop: ids } } },
    );
    assert.deepEqual(planned?.trusted.kind === "github" && planned.trusted.repository, {
      owner: "Other",
      name: "Shop",
      ids,
    });
  });

  it("plans one to pull where the stack names who may, with the same limits", () => {
    const permissionsBoundary = "arn:aws:iam::123456789012:policy/ci";
    const pullers = ["111122223333"];
    const [push, pull] = planRoles(pushingSystem(), {
      ...configuration,
      ciAccess: { ...role, pullers, permissionsBoundary },
    });
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
    ["without images", { ...pushingSystem(), images: [] }, {}],
  ] as const) {
    it(`plans none for a system ${what}`, () => {
      assert.deepEqual(planRoles(subject, { ...configuration, ...changes }), []);
    });
  }

  it("asks for the provider only where a role of GitHub's needs it", () => {
    assert.equal(makePlan(configuration, [pushingSystem()], "dev").oidcProvider, "existing");
    const pullOnly = { ...configuration, ciAccess: { ...role, pullers: ["111122223333"] } };
    assert.equal(makePlan(pullOnly, [system()], "dev").oidcProvider, undefined);
  });

  it("leaves the variables to a person, and the repository's ids where they are not named", () => {
    const variables =
      "Set the Actions variables AWS_ROLE_ARN and AWS_REGION of Acme/Shop; the stack's output roles holds the first.";
    assert.deepEqual(accessToDo(pushingSystem(), configuration), [
      variables,
      "Name the ids of Acme/Shop under githubIds in slipway:ciAccess: without them its role refuses a repository made, renamed or moved since 15 July 2026, and trusts whoever gets the name later. `gh api repos/Acme/Shop --jq '{owner: .owner.id, repository: .id}'` prints them.",
    ]);
    const ids = { ...role, githubIds: { shop: { owner: 11, repository: 22 } } };
    assert.deepEqual(accessToDo(pushingSystem(), { ...configuration, ciAccess: ids }), [variables]);
    assert.ok(makePlan(configuration, [pushingSystem()], "dev").toDo.includes(variables));
    assert.deepEqual(accessToDo(pushingSystem(), usual), []);
  });
});
