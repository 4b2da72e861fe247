import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { handTokenOver, RepositoryFiles } from "../../../components/github/repository-files.js";
import type { DeliveryPlan } from "../../../src/plan/delivery-plan.js";
import { inputsOf, settled, useMocks } from "../mocks.js";

const plan: DeliveryPlan = {
  system: "shop",
  owner: "Acme",
  repository: "Shop",
  files: {
    "run.sh": { content: "#!/bin/sh\n", encoding: "utf-8", executable: true, source: "systems/shop" },
  },
  replaceFiles: ["run.sh"],
};

describe("RepositoryFiles", () => {
  it("asks for just what the plan holds, and tells where GitHub is, where that is not the public one", async () => {
    for (const more of [{}, { baseUrl: "https://github.acme.test" }]) {
      const registered = await useMocks();
      new RepositoryFiles("shop", { plan, ...more });
      await settled();
      assert.deepEqual(inputsOf(registered), { "RepositoryFiles shop": { ...plan, ...more } });
    }
  });

  it("hands the stack's token to the plugin first, by a call: it is among nobody's inputs", async () => {
    const order: unknown[] = [];
    const useToken = () => {
      order.push(registered.length);
      return {};
    };
    const registered = await useMocks({ calls: { "slipway-github:index:useToken": useToken } });
    new RepositoryFiles("shop", { plan, ready: handTokenOver(pulumi.secret("a-token")) });
    await settled();
    assert.deepEqual([order, registered.length], [[0], 1]);
    assert.ok(!JSON.stringify(registered).includes("a-token"));
  });

  it("makes no call where the token is in the environment", async () => {
    await useMocks();
    await handTokenOver(undefined);
  });
});
