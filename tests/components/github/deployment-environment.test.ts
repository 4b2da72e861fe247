import assert from "node:assert/strict";
import { DeploymentEnvironment } from "../../../components/github/deployment-environment.js";
import type { EnvironmentPlan } from "../../../src/plan/settings/environments.js";
import { inputsOf, settled, useMocks } from "../mocks.js";

const place = { repository: "Shop", environment: "live" };
const protection = { waitMinutes: 5, users: [1], teams: [2] };
const plan: EnvironmentPlan = { name: "live", branches: ["main"], tags: ["v*"], ...protection };
const deploymentBranchPolicy = { protectedBranches: false, customBranchPolicies: true };

describe("DeploymentEnvironment", () => {
  const declared = async (changes: Partial<EnvironmentPlan> = {}) => {
    const registered = await useMocks();
    new DeploymentEnvironment("shop", { repository: "Shop", plan: { ...plan, ...changes } });
    await settled();
    return inputsOf(registered);
  };

  it("accepts only the branches and tags of the plan, after a wait and a review", async () => {
    assert.deepEqual(await declared(), {
      "DeploymentEnvironment shop": {},
      "RepositoryEnvironment shop": {
        ...place,
        waitTimer: 5,
        canAdminsBypass: false,
        preventSelfReview: true,
        reviewers: [{ users: [1], teams: [2] }],
        deploymentBranchPolicy,
      },
      "RepositoryEnvironmentDeploymentPolicy shop-branch-main": { ...place, branchPattern: "main" },
      "RepositoryEnvironmentDeploymentPolicy shop-tag-v*": { ...place, tagPattern: "v*" },
    });
  });

  it("asks nobody where the plan names nobody", async () => {
    const { [`RepositoryEnvironment shop`]: inputs } = await declared({ users: [], teams: [] });
    assert.deepEqual([inputs?.["preventSelfReview"], inputs?.["reviewers"]], [false, undefined]);
  });
});
