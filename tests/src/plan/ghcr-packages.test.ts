import assert from "node:assert/strict";
import { image, resolved, system } from "./fixtures.js";

describe("the packages of a system on GHCR", () => {
  const images = [
    image({ id: "a", repository: "shop-a" }),
    image({ id: "b", repository: "shop-b" }),
    image({ id: "debug", repository: "shop-a" }),
  ];
  const shop = system({ registry: "ghcr", owner: "Tercen", images });

  it("are each named once, with the repository that pushes it", () => {
    const common = { system: "shop", owner: "Tercen", repository: "Tercen/Shop", days: 30 };
    assert.deepEqual(resolved(shop).packages, [
      { ...common, name: "shop-a" },
      { ...common, name: "shop-b" },
    ]);
  });

  it("are none in ECR, or where the registry is on this machine", () => {
    assert.deepEqual(resolved(system({ images })).packages, []);
    assert.deepEqual(resolved(shop, { registry: { kind: "local", address: "localhost:5055" } }).packages, []);
  });
});
