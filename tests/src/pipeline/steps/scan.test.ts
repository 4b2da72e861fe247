import assert from "node:assert/strict";
import { scan, TRIVY_VERSION } from "../../../../src/pipeline/steps/scan.js";

describe("a scan of an image (G34)", () => {
  it("uploads what it finds, and then fails only if that is wanted", () => {
    const names = (failOnCritical: boolean) =>
      scan({ image: "a@b", category: "app", failOnCritical }).map(({ name }) => name);
    const [find, upload, fail] = names(true);
    assert.deepEqual(names(false), [find, upload]);
    assert.equal(fail, "Fail on critical vulnerabilities with a fix");
  });

  it("pins Trivy in every step (CVE-2026-33634) and writes no cache", () => {
    for (const step of scan({ image: "a@b", category: "app", failOnCritical: true })) {
      assert.ok("uses" in step);
      if (step.uses !== "aquasecurity/trivy-action") continue;
      assert.deepEqual([step.with?.version, step.with?.cache], [TRIVY_VERSION, false]);
    }
  });
});
