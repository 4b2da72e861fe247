import assert from "node:assert/strict";
import type { Configuration } from "../../../src/configuration/configuration.js";
import { role } from "./access/configuration.js";
import { pushingSystem } from "./access/workflows.js";
import { local, planOf, system } from "./fixtures.js";

describe("makePlan", () => {
  const ghcr = system({ registry: "ghcr" });

  it("can refuse a destroy only where it owns repositories", () => {
    const isProtected = (changes: Partial<Configuration>, subject = system()) =>
      planOf(subject, changes).isProtected;
    assert.deepEqual(
      [true, false].map((protect) => isProtected({ protect })),
      [true, false],
    );
    assert.equal(isProtected({ protect: true }, ghcr), undefined);
    assert.equal(isProtected({ protect: true, ...local }), undefined);
  });

  it("scans on push where that is basic, and goes on where it is enhanced: ECR takes no other pairs", () => {
    const scanning = (registryScanning: Configuration["registryScanning"], subject = system(), more = {}) =>
      planOf(subject, { registryScanning, ...more }).registryScanning;
    assert.equal(scanning("none"), undefined);
    assert.deepEqual(scanning("basic"), { type: "BASIC", frequency: "SCAN_ON_PUSH" });
    assert.deepEqual(scanning("enhanced"), { type: "ENHANCED", frequency: "CONTINUOUS_SCAN" });
    assert.equal(scanning("enhanced", ghcr), undefined);
    assert.equal(scanning("enhanced", system(), local), undefined);
  });

  it("asks for the OIDC provider only where a role of GitHub's needs it", () => {
    const provider = (subject: ReturnType<typeof system>, changes: Partial<Configuration>) =>
      planOf(subject, changes).oidcProvider;
    assert.equal(provider(pushingSystem(), { ciAccess: role }), "existing");
    assert.equal(provider(pushingSystem(), {}), undefined);
    assert.equal(provider(system(), { ciAccess: { ...role, pullers: ["111122223333"] } }), undefined);
  });
});
