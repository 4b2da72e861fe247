import assert from "node:assert/strict";
import { findingsAbout, variablesPage } from "../../../../src/github/doctor/finding.js";

describe("findingsAbout", () => {
  it("makes findings with a fix and a page only where there are any", () => {
    const finding = findingsAbout("shop", "acme/shop");
    const common = { system: "shop", about: "acme/shop" };
    assert.deepEqual(finding("fine", "It is."), { ...common, state: "fine", text: "It is." });
    const link = variablesPage("acme/shop");
    assert.equal(link, "https://github.com/acme/shop/settings/variables/actions");
    const whole = { state: "wrong", text: "It is not.", fix: "do it", link } as const;
    assert.deepEqual(finding("wrong", "It is not.", "do it", link), { ...common, ...whole });
  });
});
