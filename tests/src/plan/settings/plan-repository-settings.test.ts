import assert from "node:assert/strict";
import type { Configuration, RepositorySettingsChoice } from "../../../../src/configuration/configuration.js";
import { packageChecklist } from "../../../../src/plan/settings/package-checklist.js";
import { type ExpressionReader, expressionReader } from "../../../../src/pipeline/expression-reader.js";
import type { System } from "../../../../src/catalogue/system.js";
import { image, planOf, resolved, system } from "../fixtures.js";
import { pushingSystem } from "../access/workflows.js";

const managed: RepositorySettingsChoice = {
  kind: "managed",
  reviews: 2,
  otherActions: { shop: ["acme/deploy@*"] },
  environments: {},
};
const role: Configuration["ciAccess"] = {
  kind: "role",
  oidcProvider: "existing",
  sessionHours: 1,
  githubIds: {},
  pullers: [],
};
const changes: Partial<Configuration> = { repositorySettings: managed, ciAccess: role };

describe("the settings of a system's repository", () => {
  let reader: ExpressionReader;
  before(async () => {
    reader = await expressionReader();
  });
  const settingsOf = (subject: System, more: Partial<Configuration> = {}) =>
    resolved(subject, { ...changes, ...more }, { reader }).settings;

  it("are none where the stack leaves settings alone", () => {
    assert.equal(settingsOf(system(), { repositorySettings: { kind: "none" } }), undefined);
  });

  it("are everything by value", () => {
    assert.deepEqual(settingsOf(pushingSystem()), {
      system: "shop",
      owner: "Acme",
      repository: "Shop",
      actions: {
        githubOwned: false,
        patterns: [
          "acme/deploy@*",
          "aws-actions/amazon-ecr-login@*",
          "aws-actions/configure-aws-credentials@*",
        ],
      },
      reviews: 2,
      checks: {
        required: [],
        leftOut: [{ job: "images.yml, job publish", because: "does not run for pull requests" }],
      },
      releaseTags: ["v*"],
      environments: [],
      variables: [
        { name: "AWS_REGION", value: { kind: "known", text: "eu-west-1" } },
        { name: "AWS_ROLE_ARN", value: { kind: "role", role: "slipway-shop-push" } },
        { name: "ECR_REGISTRY", value: { kind: "registry", repository: "shop" } },
      ],
    });
  });

  it("names the owner that the catalogue does, and no variables where there is nothing to tell", () => {
    const other = system({ owner: "Tools", registry: "ghcr", releaseTags: "[0-9]+.[0-9]+" });
    const plan = settingsOf(other);
    assert.equal(plan?.owner, "Tools");
    assert.deepEqual(plan.releaseTags, ["*.*"]);
    assert.deepEqual(plan.variables, []);
    const local = { registry: { kind: "local" as const, address: "localhost:5055" } };
    assert.deepEqual(settingsOf(pushingSystem(), local)?.variables, []);
  });

  it("tells of no role where the stack makes none", () => {
    const plan = settingsOf(pushingSystem(), { ciAccess: { kind: "none" } });
    assert.deepEqual(
      plan?.variables.map(({ name }) => name),
      ["AWS_REGION", "ECR_REGISTRY"],
    );
  });

  it("are frozen", () => {
    assert.ok(Object.isFrozen(settingsOf(pushingSystem())?.checks.leftOut[0]));
  });
});

describe("what is left for a person to do", () => {
  const ghcr = system({
    owner: "Tools",
    registry: "ghcr",
    images: [image({ repository: "shop" }), image({ id: "b", repository: "team/shop" }), image({ id: "c" })],
  });

  it("is to look at the page of each package, for GHCR has no API for access", () => {
    assert.deepEqual(packageChecklist(resolved(ghcr)), [
      'After the first publish of ghcr.io/tools/shop, open https://github.com/Tools/Shop/pkgs/container/shop and under "Package settings" check three things: the repository Tools/Shop is listed under "Manage Actions access" with the role Write; the visibility is right (a new package is private); other repositories and people that pull it are listed.',
      'After the first publish of ghcr.io/tools/team/shop, open https://github.com/Tools/Shop/pkgs/container/team%2Fshop and under "Package settings" check three things: the repository Tools/Shop is listed under "Manage Actions access" with the role Write; the visibility is right (a new package is private); other repositories and people that pull it are listed.',
    ]);
    assert.deepEqual(packageChecklist(resolved()), []);
  });

  it("is told by a stack that owns settings, which then sets the variables itself", () => {
    const toDo = (more: Partial<Configuration>, subject = ghcr) =>
      planOf(subject, { ...changes, checkouts: {}, ...more }).toDo;
    const lines = (text: RegExp, all: readonly string[]) => all.filter((line) => text.test(line)).length;
    assert.equal(lines(/Package settings/, toDo({})), 2);
    assert.equal(lines(/Package settings/, toDo({ repositorySettings: { kind: "none" } })), 0);
    assert.equal(lines(/Actions variables/, toDo({}, pushingSystem())), 0);
    assert.equal(
      lines(/Actions variables/, toDo({ repositorySettings: { kind: "none" } }, pushingSystem())),
      1,
    );
  });
});
