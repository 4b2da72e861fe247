import assert from "node:assert/strict";
import { GithubActionsRole, registryRole } from "../../../components/access/registry-role.js";
import { roleDocuments } from "../../../src/plan/access/role-documents.js";
import { role } from "../../src/plan/access/configuration.js";
import { pushingSystem } from "../../src/plan/access/workflows.js";
import { resolved } from "../../src/plan/fixtures.js";
import { inputsOf, settled, useMocks } from "../mocks.js";

const permissionsBoundary = "arn:aws:iam::123456789012:policy/ci";
const ciAccess = { ...role, pullers: ["111122223333"], permissionsBoundary };
const [push, pull] = resolved(pushingSystem(), { ciAccess }).roles;
assert.ok(push && pull);

describe("GithubActionsRole", () => {
  it("declares one role and its one policy, with the documents of the plan", async () => {
    const registered = await useMocks();
    new GithubActionsRole("shop-push", { plan: { ...push, permissionsBoundary: undefined } });
    await settled();
    const name = "slipway-shop-push";
    const { trust, permissions } = roleDocuments(push, "123456789012");
    assert.deepEqual(inputsOf(registered), {
      "GithubActionsRole shop-push": {},
      "Role shop-push": {
        name,
        description: "GitHub Actions of Acme/Shop push images",
        maxSessionDuration: 3600,
        assumeRolePolicy: JSON.stringify(trust),
      },
      "RolePolicy shop-push": { name: "push", role: name, policy: JSON.stringify(permissions) },
      "RolePoliciesExclusive shop-push": { roleName: name, policyNames: ["push"] },
      "RolePolicyAttachmentsExclusive shop-push": { roleName: name, policyArns: [] },
    });
  });
});

describe("registryRole", () => {
  it("has a boundary where the plan sets one", async () => {
    const registered = await useMocks();
    registryRole("shop-pull", pull, {});
    await settled();
    const { name, permissionsBoundary: boundary } = inputsOf(registered)["Role shop-pull"] ?? {};
    assert.deepEqual([name, boundary], ["slipway-shop-pull", permissionsBoundary]);
  });
});
