import assert from "node:assert/strict";
import { examine } from "../../../../src/github/doctor/examine.js";
import { press } from "../../../fixture-catalogue/systems/press/index.js";
import { tools } from "../../../fixture-catalogue/systems/tools/index.js";
import { configuration } from "../../plan/fixtures.js";

describe("examine", () => {
  it("looks at the systems of the stack, and at no others", async () => {
    const cloud = {
      ...configuration,
      owner: "acme",
      registry: { kind: "cloud", region: "eu-west-1" },
    } as const;
    const findings = await examine([press, tools], { ...cloud, systems: ["tools"] }, { because: "no" });
    assert.deepEqual(
      findings.map(({ system, about }) => [system, about]),
      [
        ["tools", "acme/tools"],
        ["tools", "acme/tools"],
        ["tools", "ghcr.io/acme/tools-ci"],
      ],
    );
  });
});
