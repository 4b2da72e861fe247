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

  it("are two systems of one repository, however it is spelled", () => {
    const blog = system({
      name: "blog",
      owner: "ACME",
      repository: "shop",
      images: [image({ repository: "blog" })],
    });
    assert.deepEqual(found([system(), blog]), [
      {
        where: "slipway:repositorySettings",
        expected: "one system per repository whose settings the stack owns",
        found: "acme/shop of shop and blog",
        fix: "make them one system, or keep only one of them in slipway:systems",
      },
    ]);
  });

  it("are two systems whose files go to one repository", () => {
    const blog = system({ name: "blog", repository: "SHOP", images: [image({ repository: "blog" })] });
    assert.deepEqual(
      found([system(), blog], { repositorySettings: { kind: "none" }, delivery: "pull-request" }),
      [
        {
          where: "slipway:delivery",
          expected: "one system per repository that the stack delivers to",
          found: "acme/shop of shop and blog",
          fix: "make them one system, or keep only one of them in slipway:systems",
        },
      ],
    );
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

  it("are none of a stack that leaves settings alone", () => {
    const two = [system(), system({ name: "blog", images: [image({ repository: "blog" })] })];
    assert.equal(found(two).length, 1);
    assert.deepEqual(found(two, { repositorySettings: { kind: "none" } }), []);
  });
});
