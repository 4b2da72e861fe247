import assert from "node:assert/strict";
import type { Configuration } from "../../../../src/configuration/configuration.js";
import { problemsOf } from "../../../../src/plan/catalogue-problems.js";
import type { System } from "../../../../src/catalogue/system.js";
import { pushingSystem } from "../access/workflows.js";
import { configuration as usual, image, system } from "../fixtures.js";

const configuration: Configuration = {
  ...usual,
  systems: ["shop", "blog"],
  repositorySettings: { kind: "managed", reviews: 1, otherActions: {}, environments: {} },
};
const inEnvironment = (environment: string) =>
  pushingSystem({ push: { branches: ["main"] } }, { environment });
const found = (systems: readonly System[], changes: Partial<Configuration> = {}) =>
  problemsOf({ ...configuration, ...changes }, systems);

describe("problems of repository settings", () => {
  it("are none where everything is as it should be", () => {
    assert.deepEqual(found([inEnvironment("live")]), []);
  });

  it("are two systems of one repository, however it is spelled, that would configure or deliver to it", () => {
    const images = [image({ repository: "blog" })] as const;
    const two = [system(), system({ name: "blog", owner: "ACME", repository: "shop", images })];
    const shared = (where: string, which: string) => [
      {
        where,
        expected: `one system per repository ${which}`,
        found: "acme/shop of shop and blog",
        fix: "make them one system, or keep only one of them in slipway:systems",
      },
    ];
    const none = { repositorySettings: { kind: "none" } } as const;
    assert.deepEqual(found(two), shared("slipway:repositorySettings", "whose settings the stack owns"));
    assert.deepEqual(
      found(two, { ...none, delivery: "pull-request" }),
      shared("slipway:delivery", "that the stack delivers to"),
    );
    assert.deepEqual(found(two, none), []);
  });

  it("are an environment that no job names", () => {
    const environments = { life: {} };
    const choice = { kind: "managed" as const, reviews: 1, otherActions: {}, environments };
    const where = "slipway:repositorySettings.environments.life";
    const [life, fix] = ['"life"', "correct or remove it"];
    assert.deepEqual(found([inEnvironment("live")], { repositorySettings: choice }), [
      { where, expected: "an environment that a job names: live", found: life, fix },
    ]);
    assert.deepEqual(found([system()], { repositorySettings: choice }), [
      { where, expected: "no environments, because no job names one", found: life, fix },
    ]);
  });
});
