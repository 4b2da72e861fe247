import assert from "node:assert/strict";
import { summarizeMeasurements, uploadDigest } from "../../../../src/pipeline/steps/merge-platforms.js";
import { fakeRunner } from "./runner.js";

// tests/e2e/workflows/merge-platforms.test.ts merges with a real registry.
describe("images of several platforms", () => {
  const runner = fakeRunner();

  it("hand on their digests as names of files, with a row of the table in each", async () => {
    const [write, upload] = uploadDigest({ platform: "arm64", digest: "", note: "" });
    await runner.run(write, { DIGEST: "sha256:abc", NOTE: "| arm64 | 1MB |" });
    assert.equal(runner.read("digests/abc"), "| arm64 | 1MB |\n");
    assert.ok(upload && "uses" in upload && upload.uses === "actions/upload-artifact");
    assert.equal(upload.with?.name, "digest-arm64");
    await runner.run(summarizeMeasurements("digests"), {});
    assert.match(runner.read("summary"), /^\n\| platform .*\n\| --- .*\n\| arm64 \| 1MB \|\n$/);
  });
});
