import assert from "node:assert/strict";
import { newerRelease } from "../../../../src/github/pins/newer-release.js";

describe("newerRelease", () => {
  it("is the newest release by number, not by the order of tags", () => {
    assert.equal(newerRelease("v2.0.0", ["v1.9.9", "v2.10.0", "v2.9.0", "v2.0.0"]), "v2.10.0");
  });

  it("passes over prereleases, moving tags and other names", () => {
    const tags = ["v1.0.0", "v3.0.0-beta.1", "v2", "v2.1", "verify-v9.9.9", "codeql-bundle-v9.0.0"];
    assert.equal(newerRelease("v1.0.0", tags), undefined);
  });

  it("is none where the pin is the newest, or newer than all", () => {
    assert.equal(newerRelease("v1.0.0", ["v1.0.0", "v0.9.0"]), undefined);
    assert.equal(newerRelease("v1.0.0", []), undefined);
  });
});
