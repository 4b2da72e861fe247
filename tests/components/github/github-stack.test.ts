import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { prepareGithub } from "../../../components/github/github-stack.js";
import { SoftwareSystem } from "../../../components/software-system.js";
import type { Configuration } from "../../../src/configuration/configuration.js";
import { expressionReader } from "../../../src/pipeline/expression-reader.js";
import { makePlan } from "../../../src/plan/plan.js";
import { resolve } from "../../../src/plan/resolve.js";
import { role } from "../../src/plan/access/configuration.js";
import { pushingSystem } from "../../src/plan/access/workflows.js";
import { configuration as usual, system } from "../../src/plan/fixtures.js";
import { inputsOf, logsOf, useMocks, type Registered } from "../mocks.js";

const configuration: Configuration = {
  ...usual,
  systems: ["shop", "tools"],
  ciAccess: role,
  repositorySettings: { kind: "managed", reviews: 1, otherActions: {}, environments: {} },
};
const tools = system({ name: "tools", owner: "Tools", registry: "ghcr" });
const baseUrl = "https://ghe.example/";

describe("prepareGithub", () => {
  let registered: Registered[];
  before(() => {
    pulumi.runtime.setAllConfig({ "github:token": "t", "github:baseUrl": baseUrl });
  });
  beforeEach(async () => {
    registered = await useMocks({ calls: { "slipway-github:index:useToken": () => ({}) } });
  });
  after(() => {
    pulumi.runtime.setAllConfig({});
  });
  const planOf = async (changes: Partial<Configuration> = {}) => {
    const all = { ...configuration, ...changes };
    const means = { reader: await expressionReader(), filesOf: () => [] };
    return makePlan(all, resolve(all, [pushingSystem(), tools], means));
  };

  it("gives variables what the stack made, and each owner a provider", async () => {
    const plan = await planOf();
    const systems = plan.systems.map((one) => new SoftwareSystem(one.name, { system: one, builds: [] }));
    const logged = await logsOf(() => {
      prepareGithub(plan).declareSettings(systems);
    });
    assert.match(logged.join(), /^info: If GitHub answers 403 or 404, the token lacks a permission\. /);
    const inputs = inputsOf(registered);
    const valueOf = (name: string) => inputs[`ActionsVariable shop-${name}`]?.["value"];
    assert.deepEqual(["AWS_REGION", "ECR_REGISTRY", "AWS_ROLE_ARN"].map(valueOf), [
      "eu-west-1",
      "123456789012.dkr.ecr.eu-west-1.amazonaws.com",
      "arn:aws:iam::123456789012:role/slipway-shop-push",
    ]);
    for (const owner of ["Acme", "Tools"]) {
      const { token, ...rest } = inputs[`Provider github-${owner}`] ?? {};
      assert.deepEqual([rest, pulumi.runtime.isRpcSecret(token)], [{ owner, baseUrl }, true]);
    }
  });

  it("refuses a plan that names what is not declared", async () => {
    const plan = await planOf();
    await logsOf(() => {
      assert.throws(() => {
        prepareGithub(plan).declareSettings([]);
      }, new Error("the plan of the settings names shop, which is not declared"));
    });
  });

  it("prepares what is delivered, by system, with one token for all", async () => {
    const plan = await planOf({ delivery: "pull-request", repositorySettings: { kind: "none" } });
    const deliveries = [...prepareGithub(plan).deliveries];
    assert.deepEqual(
      deliveries.map(([name, delivery]) => [name, delivery.plan.owner, delivery.baseUrl]),
      [
        ["shop", "Acme", baseUrl],
        ["tools", "Tools", baseUrl],
      ],
    );
    assert.equal(new Set(deliveries.map(([, { ready }]) => ready)).size, 1);
  });
});
