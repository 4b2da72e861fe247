import assert from "node:assert/strict";
import { ghcrPackages } from "../../../src/plan/ghcr-packages.js";
import { configuration, image, system } from "./fixtures.js";

describe("ghcrPackages", () => {
  const one = system({ name: "one", repository: "One", registry: "ghcr", owner: "Tercen" });
  const images = [
    image({ id: "a", repository: "one-a" }),
    image({ id: "b", repository: "one-b" }),
    image({ id: "debug", repository: "one-a" }),
  ];
  const cloud = {
    ...configuration,
    owner: "acme",
    registry: { kind: "cloud", region: "eu-west-1" },
  } as const;

  it("names each package of a system on GHCR once, with the repository that pushes it", () => {
    assert.deepEqual(ghcrPackages([{ ...one, images }], { ...cloud, systems: ["one"] }), [
      { system: "one", owner: "Tercen", name: "one-a", repository: "Tercen/One" },
      { system: "one", owner: "Tercen", name: "one-b", repository: "Tercen/One" },
    ]);
  });

  it("names none of a system in ECR, of another stack, or where the registry is on this machine", () => {
    const ecr = { ...one, registry: "ecr", images } as const;
    const local = { ...configuration, registry: { kind: "local", address: "localhost:5055" } } as const;
    assert.deepEqual(ghcrPackages([ecr], { ...cloud, systems: ["one"] }), []);
    assert.deepEqual(ghcrPackages([{ ...one, images }], { ...cloud, systems: ["two"] }), []);
    assert.deepEqual(ghcrPackages([{ ...one, images }], { ...local, systems: ["one"] }), []);
  });
});
