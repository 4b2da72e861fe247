import assert from "node:assert/strict";
import { declareRegistryScanning } from "../../../components/ecr/declare-registry-scanning.js";
import { settled, useMocks } from "../mocks.js";

describe("declareRegistryScanning", () => {
  it("declares one setting for every repository", async () => {
    const registered = await useMocks();
    declareRegistryScanning({ type: "ENHANCED", frequency: "CONTINUOUS_SCAN" });
    await settled();
    assert.deepEqual(registered, [
      {
        type: "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration",
        name: "scanning",
        inputs: {
          scanType: "ENHANCED",
          rules: [
            {
              scanFrequency: "CONTINUOUS_SCAN",
              repositoryFilters: [{ filter: "*", filterType: "WILDCARD" }],
            },
          ],
        },
      },
    ]);
  });
});
