import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { prepareGithub } from "../../../components/github/github-stack.js";
import { SoftwareSystem } from "../../../components/software-system.js";
import type { System } from "../../../src/catalogue/system.js";
import type { Configuration } from "../../../src/configuration/configuration.js";
import { expressionReader } from "../../../src/pipeline/expression-reader.js";
import { makePlan } from "../../../src/plan/plan.js";
import { resolve } from "../../../src/plan/resolve.js";
import { role } from "../../src/plan/access/configuration.js";
import { pushingSystem } from "../../src/plan/access/workflows.js";
import { configuration as usual, system } from "../../src/plan/fixtures.js";
import { inputsOf, logsOf, useMocks } from "../mocks.js";

const configuration: Configuration = {
  ...usual,
  systems: ["shop", "tools"],
  ciAccess: role,
  repositorySettings: { kind: "managed", reviews: 1, otherActions: {}, environments: {} },
};
const tools = system({ name: "tools", owner: "Tools", registry: "ghcr" });

describe("prepareGithub", () => {
  before(() => {
    pulumi.runtime.setAllConfig({ "github:token": "t", "github:baseUrl": "https://ghe.example/" });
  });
  after(() => {
    pulumi.runtime.setAllConfig({});
  });
  const planOf = async (catalogue: readonly System[], changes: Partial<Configuration> = {}) => {
    const all = { ...configuration, ...changes };
    const means = { reader: await expressionReader(), filesOf: () => [] };
    return makePlan(all, resolve(all, catalogue, means));
  };

  it("gives variables what the stack made, and each owner a provider", async () => {
    const registered = await useMocks();
    const plan = await planOf([pushingSystem(), tools]);
    const systems = plan.systems.map((one) => new SoftwareSystem(one.name, { system: one, builds: [] }));
    const logged = await logsOf(() => {
      prepareGithub(plan).declareSettings(systems);
    });
    assert.match(logged.join(), /^info: If GitHub answers 403 or 404, the token lacks a permission\. /);
    const inputs = inputsOf(registered);
    const values = Object.entries(inputs).filter(([name]) => name.startsWith("ActionsVariable"));
    assert.deepEqual(
      values.map(([name, { value }]) => [name, value]),
      [
        ["ActionsVariable shop-AWS_REGION", "eu-west-1"],
        ["ActionsVariable shop-ECR_REGISTRY", "123456789012.dkr.ecr.eu-west-1.amazonaws.com"],
        ["ActionsVariable shop-AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/slipway-shop-push"],
      ],
    );
    const providers = ["Acme", "Tools"].map((owner) => inputs[`Provider github-${owner}`]);
    assert.deepEqual(
      providers.map((provider) => [provider?.["owner"], provider?.["baseUrl"]]),
      [
        ["Acme", "https://ghe.example/"],
        ["Tools", "https://ghe.example/"],
      ],
    );
  });

  it("refuses a plan that names what is not declared", async () => {
    await useMocks();
    const plan = await planOf([pushingSystem()]);
    await logsOf(() => {
      assert.throws(() => {
        prepareGithub(plan).declareSettings([]);
      }, new Error("the plan of the settings names shop, which is not declared"));
    });
  });

  it("prepares what is delivered, by system, with one token for all", async () => {
    const calls = { "slipway-github:index:useToken": () => ({}) };
    await useMocks({ calls });
    const changes = { delivery: "pull-request", repositorySettings: { kind: "none" } } as const;
    const { deliveries } = prepareGithub(await planOf([pushingSystem(), tools], changes));
    const [shop, other] = [...deliveries.values()];
    assert.deepEqual([...deliveries.keys()], ["shop", "tools"]);
    assert.deepEqual(
      [shop?.plan.owner, other?.plan.owner, shop?.baseUrl],
      ["Acme", "Tools", "https://ghe.example/"],
    );
    assert.equal(shop?.ready, other?.ready);
  });
});
