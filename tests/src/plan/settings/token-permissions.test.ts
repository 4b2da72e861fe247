import assert from "node:assert/strict";
import { neededInWords, neededPermissions } from "../../../../src/plan/settings/token-permissions.js";

describe("the permissions of a token for repository settings", () => {
  it("are the highest that any resource needs, as on GitHub's page", () => {
    assert.deepEqual(neededPermissions(), {
      administration: "write",
      actions: "read",
      actions_variables: "write",
    });
    assert.equal(neededInWords(), "Actions: read, Administration: write, and Variables: write");
  });
});
