import assert from "node:assert/strict";
import { declareRegistryScanning } from "../../../components/ecr/declare-registry-scanning.js";
import { inputsOf, settled, useMocks } from "../mocks.js";

describe("declareRegistryScanning", () => {
  it("declares one setting for every repository", async () => {
    const registered = await useMocks();
    declareRegistryScanning({ type: "ENHANCED", frequency: "CONTINUOUS_SCAN" });
    await settled();
    assert.deepEqual(inputsOf(registered), {
      "RegistryScanningConfiguration scanning": {
        scanType: "ENHANCED",
        rules: [
          {
            scanFrequency: "CONTINUOUS_SCAN",
            repositoryFilters: [{ filter: "*", filterType: "WILDCARD" }],
          },
        ],
      },
    });
  });
});
