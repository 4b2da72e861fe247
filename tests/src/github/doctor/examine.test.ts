import assert from "node:assert/strict";
import { examine } from "../../../../src/github/doctor/examine.js";
import { tools } from "../../../fixture-catalogue/systems/tools/index.js";
import { resolved } from "../../plan/fixtures.js";

describe("examine", () => {
  it("looks at the systems that it is given, and at no others", async () => {
    const findings = await examine([resolved(tools, { owner: "acme" })], undefined, { because: "no" });
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
