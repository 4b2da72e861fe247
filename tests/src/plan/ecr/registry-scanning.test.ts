import assert from "node:assert/strict";
import { registryScanning } from "../../../../src/plan/ecr/registry-scanning.js";
import { configuration, resolved, system } from "../fixtures.js";

describe("registryScanning", () => {
  const enhanced = { ...configuration, registryScanning: "enhanced" } as const;

  it("is left alone unless asked for", () => {
    assert.equal(registryScanning(configuration, [resolved()]), undefined);
  });

  it("is on push where it is basic, and goes on where it is enhanced: ECR takes no other pairs", () => {
    assert.deepEqual(registryScanning({ ...configuration, registryScanning: "basic" }, [resolved()]), {
      type: "BASIC",
      frequency: "SCAN_ON_PUSH",
    });
    assert.deepEqual(registryScanning(enhanced, [resolved()]), {
      type: "ENHANCED",
      frequency: "CONTINUOUS_SCAN",
    });
  });

  it("is of no concern to a stack without ECR", () => {
    assert.equal(registryScanning(enhanced, [resolved(system({ registry: "ghcr" }))]), undefined);
    const local = { registry: { kind: "local", address: "localhost:1" } } as const;
    assert.equal(registryScanning(enhanced, [resolved(system(), local)]), undefined);
  });
});
