import assert from "node:assert/strict";
import { registryScanning } from "../../../../src/plan/ecr/registry-scanning.js";
import { configuration, system } from "../fixtures.js";

describe("registryScanning", () => {
  const enhanced = { ...configuration, registryScanning: "enhanced" } as const;

  it("is left alone unless asked for", () => {
    assert.equal(registryScanning(configuration, [system()]), undefined);
  });

  it("is on push where it is basic, and goes on where it is enhanced: ECR takes no other pairs", () => {
    assert.deepEqual(registryScanning({ ...configuration, registryScanning: "basic" }, [system()]), {
      type: "BASIC",
      frequency: "SCAN_ON_PUSH",
    });
    assert.deepEqual(registryScanning(enhanced, [system()]), {
      type: "ENHANCED",
      frequency: "CONTINUOUS_SCAN",
    });
  });

  it("is of no concern to a stack without ECR", () => {
    assert.equal(registryScanning(enhanced, [system({ registry: "ghcr" })]), undefined);
    const local = { ...enhanced, registry: { kind: "local", address: "localhost:1" } } as const;
    assert.equal(registryScanning(local, [system()]), undefined);
  });
});
