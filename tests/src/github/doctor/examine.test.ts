import assert from "node:assert/strict";
import { examineSystems } from "../../../../src/github/doctor/examine.js";
import { tools } from "../../../fixture-catalogue/systems/tools/index.js";
import { resolved } from "../../plan/fixtures.js";

describe("examineSystems", () => {
  it("looks at the systems that it is given, and at no others", async () => {
    const findings = await examineSystems([resolved(tools, { owner: "acme" })], undefined, "no");
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
