import assert from "node:assert/strict";
import { declareSettings } from "../../../components/github/declare-settings.js";
import { RepositorySettings } from "../../../components/github/repository-settings.js";
import { SoftwareSystem } from "../../../components/software-system.js";
import type { RepositorySettingsPlan } from "../../../src/plan/settings/settings-plan.js";
import { neededPermissions, tokenPermissions } from "../../../src/plan/settings/token-permissions.js";
import { inputsOf, settled, useMocks } from "../mocks.js";
import { resolved, system } from "../../src/plan/fixtures.js";

const plan: RepositorySettingsPlan = {
  system: "shop",
  owner: "Acme",
  repository: "Shop",
  actions: { githubOwned: true, patterns: ["docker/login-action@*"] },
  reviews: 2,
  checks: { required: ["Try a", "Try b"], leftOut: [] },
  releaseTags: ["v*", "r*"],
  environments: [
    { name: "live", branches: ["main"], tags: ["v*"], waitMinutes: 5, users: [1], teams: [2] },
    { name: "test", branches: ["*"], tags: [], waitMinutes: 0, users: [], teams: [] },
  ],
  variables: [],
};

async function declared(
  changes: Partial<RepositorySettingsPlan> = {},
  variables: readonly (readonly [string, string])[] = [],
) {
  const registered = await useMocks();
  new RepositorySettings("shop", { plan: { ...plan, ...changes }, variables: new Map(variables) });
  await settled();
  return inputsOf(registered.filter(({ type }) => type.startsWith("github:")));
}

describe("RepositorySettings", () => {
  it("declares exactly these resources with exactly these inputs (G37)", async () => {
    const repository = "Shop";
    assert.deepEqual(await declared({}, [["AWS_REGION", "eu-west-1"]]), {
      "WorkflowRepositoryPermissions shop": {
        repository,
        defaultWorkflowPermissions: "read",
        canApprovePullRequestReviews: false,
      },
      "ActionsRepositoryPermissions shop": {
        repository,
        enabled: true,
        allowedActions: "selected",
        allowedActionsConfig: {
          githubOwnedAllowed: true,
          verifiedAllowed: false,
          patternsAlloweds: ["docker/login-action@*"],
        },
        shaPinningRequired: true,
      },
      "RepositoryVulnerabilityAlerts shop": { repository, enabled: true },
      "RepositoryDependabotSecurityUpdates shop": { repository, enabled: true },
      "RepositoryRuleset shop-default-branch": {
        repository,
        name: "Slipway: default branch",
        target: "branch",
        enforcement: "active",
        conditions: { refName: { includes: ["~DEFAULT_BRANCH"], excludes: [] } },
        rules: {
          deletion: true,
          nonFastForward: true,
          pullRequest: { requiredApprovingReviewCount: 2, dismissStaleReviewsOnPush: true },
          requiredStatusChecks: {
            strictRequiredStatusChecksPolicy: true,
            requiredChecks: [
              { context: "Try a", integrationId: 15368 },
              { context: "Try b", integrationId: 15368 },
            ],
          },
        },
      },
      "RepositoryRuleset shop-release-tags": {
        repository,
        name: "Slipway: release tags",
        target: "tag",
        enforcement: "active",
        conditions: { refName: { includes: ["refs/tags/v*", "refs/tags/r*"], excludes: [] } },
        rules: { update: true, deletion: true },
      },
      "RepositoryEnvironment shop-live": {
        repository,
        environment: "live",
        waitTimer: 5,
        canAdminsBypass: false,
        preventSelfReview: true,
        reviewers: [{ users: [1], teams: [2] }],
        deploymentBranchPolicy: { protectedBranches: false, customBranchPolicies: true },
      },
      "RepositoryEnvironmentDeploymentPolicy shop-live-branch-main": {
        repository,
        environment: "live",
        branchPattern: "main",
      },
      "RepositoryEnvironmentDeploymentPolicy shop-live-tag-v*": {
        repository,
        environment: "live",
        tagPattern: "v*",
      },
      "RepositoryEnvironment shop-test": {
        repository,
        environment: "test",
        waitTimer: 0,
        canAdminsBypass: false,
        preventSelfReview: false,
        deploymentBranchPolicy: { protectedBranches: false, customBranchPolicies: true },
      },
      "RepositoryEnvironmentDeploymentPolicy shop-test-branch-*": {
        repository,
        environment: "test",
        branchPattern: "*",
      },
      "ActionsVariable shop-AWS_REGION": { repository, variableName: "AWS_REGION", value: "eu-west-1" },
    });
  });

  it("has no rule about checks where there is none to wait for: GitHub takes no empty list", async () => {
    const inputs = await declared({ checks: { required: [], leftOut: [] } });
    assert.deepEqual(inputs["RepositoryRuleset shop-default-branch"]?.["rules"], {
      deletion: true,
      nonFastForward: true,
      pullRequest: { requiredApprovingReviewCount: 2, dismissStaleReviewsOnPush: true },
    });
  });

  it("says of each of them what a token needs (docs/repository-settings.md)", async () => {
    const names = Object.keys(await declared({}, [["AWS_REGION", "eu-west-1"]]));
    const types = new Set(names.map((name) => name.split(" ")[0]));
    assert.deepEqual([...types].toSorted(), Object.keys(tokenPermissions));
    assert.deepEqual(neededPermissions(), {
      administration: "write",
      actions: "read",
      actions_variables: "write",
    });
  });
});

describe("declareSettings", () => {
  const known: RepositorySettingsPlan = {
    ...plan,
    environments: [],
    variables: [
      { name: "AWS_REGION", value: { kind: "known", text: "eu-west-1" } },
      { name: "ECR_REGISTRY", value: { kind: "registry", repository: "shop" } },
    ],
  };
  const shop = () => new SoftwareSystem("shop", { system: resolved(), builds: [] });

  it("gives variables what the stack made, and each owner a provider", async () => {
    const registered = await useMocks();
    const tools = new SoftwareSystem("tools", {
      system: resolved(system({ name: "tools", registry: "ghcr" })),
      builds: [],
    });
    const other = { ...known, system: "tools", owner: "Tools", variables: [] };
    declareSettings([known, other], [shop(), tools], { token: undefined, baseUrl: "https://ghe.example/" });
    await settled();
    const inputs = inputsOf(registered);
    assert.deepEqual(
      Object.entries(inputs).flatMap(([name, { value }]) =>
        name.startsWith("ActionsVariable") ? [[name, value]] : [],
      ),
      [
        ["ActionsVariable shop-AWS_REGION", "eu-west-1"],
        ["ActionsVariable shop-ECR_REGISTRY", "123456789012.dkr.ecr.eu-west-1.amazonaws.com"],
      ],
    );
    assert.deepEqual(inputs["Provider github-Acme"], { owner: "Acme", baseUrl: "https://ghe.example/" });
    assert.deepEqual(inputs["Provider github-Tools"], { owner: "Tools", baseUrl: "https://ghe.example/" });
  });

  it("refuses a plan that names what is not declared", async () => {
    await useMocks();
    const variables = [{ name: "X", value: { kind: "role" as const, role: "nobody" } }];
    assert.throws(
      () => declareSettings([{ ...known, variables }], [shop()], { token: undefined, baseUrl: undefined }),
      new Error("the plan of the settings names nobody, which is not declared"),
    );
    await settled();
  });
});
