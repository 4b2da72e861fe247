import assert from "node:assert/strict";
import { logInToEcr } from "../../../../src/pipeline/steps/login.js";

describe("login to ECR", () => {
  it("names the session as AWS allows, in a repository of the longest name and a run of the longest id", () => {
    const [role] = logInToEcr;
    assert.ok(role !== undefined && "uses" in role && role.uses === "aws-actions/configure-aws-credentials");
    const name = String(role.with?.["role-session-name"])
      .replace("${{ github.run_id }}", "9".repeat(19))
      .replace("${{ github.event.repository.name }}", "n".repeat(100));
    assert.match(name, /^[\w+=,.@-]{2,64}$/);
  });
});
