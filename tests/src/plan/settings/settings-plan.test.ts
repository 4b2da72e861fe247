import assert from "node:assert/strict";
import type { System } from "../../../../src/catalogue/system.js";
import type { Configuration } from "../../../../src/configuration/configuration.js";
import { type ExpressionReader, expressionReader } from "../../../../src/pipeline/expression-reader.js";
import { role } from "../access/configuration.js";
import { pushingSystem } from "../access/workflows.js";
import { local, resolved, system } from "../fixtures.js";

const otherActions = { shop: ["acme/deploy@*"] };
const changes: Partial<Configuration> = {
  repositorySettings: { kind: "managed", reviews: 2, otherActions, environments: {} },
  ciAccess: role,
};

describe("the settings of a system's repository", () => {
  let reader: ExpressionReader;
  before(async () => {
    reader = await expressionReader();
  });
  const settingsOf = (subject: System, more: Partial<Configuration> = {}) =>
    resolved(subject, { ...changes, ...more }, { reader }).settings;
  const variables = (subject: System, more: Partial<Configuration> = {}) =>
    settingsOf(subject, more)?.variables.map(({ name }) => name);

  it("are none where the stack leaves settings alone", () => {
    assert.equal(settingsOf(system(), { repositorySettings: { kind: "none" } }), undefined);
  });

  it("are everything by value, frozen", () => {
    const settings = settingsOf(pushingSystem());
    assert.deepEqual(settings, {
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
    assert.ok(Object.isFrozen(settings.checks.leftOut[0]));
  });

  it("name the owner that the catalogue does, and what GitHub's rules take for a filter", () => {
    const plan = settingsOf(system({ owner: "Tools", releaseTags: "[0-9]+.[0-9]+" }));
    assert.deepEqual([plan?.owner, plan?.releaseTags], ["Tools", ["*.*"]]);
  });

  it("have no variable where there is nothing to tell", () => {
    assert.deepEqual(variables({ ...pushingSystem(), registry: "ghcr" }), []);
    assert.deepEqual(variables(pushingSystem(), local), []);
    const withoutRole = variables(pushingSystem(), { ciAccess: { kind: "none" } });
    assert.deepEqual(withoutRole, ["AWS_REGION", "ECR_REGISTRY"]);
  });
});
