import assert from "node:assert/strict";
import { examine } from "../../../../src/github/doctor/examine.js";
import { nullspace } from "../../../../systems/nullspace/index.js";
import { phialo } from "../../../../systems/phialo/index.js";
import { configuration } from "../../plan/fixtures.js";

describe("examine", () => {
  it("looks at the systems of the stack, and at no others", async () => {
    const cloud = {
      ...configuration,
      owner: "acme",
      registry: { kind: "cloud", region: "eu-west-1" },
    } as const;
    const findings = await examine([nullspace, phialo], { ...cloud, systems: ["phialo"] }, { because: "no" });
    assert.deepEqual(
      findings.map(({ system, about }) => [system, about]),
      [
        ["phialo", "acme/phialo"],
        ["phialo", "acme/phialo"],
        ["phialo", "ghcr.io/acme/phialo-ci-base"],
      ],
    );
  });
});
