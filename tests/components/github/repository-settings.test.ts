import assert from "node:assert/strict";
import { RepositorySettings } from "../../../components/github/repository-settings.js";
import type { RepositorySettingsPlan } from "../../../src/plan/resolved-system.js";
import { tokenPermissions } from "../../../src/plan/settings/token-permissions.js";
import { inputsOf, settled, useMocks } from "../mocks.js";

const plan: RepositorySettingsPlan = {
  system: "shop",
  owner: "Acme",
  repository: "Shop",
  actions: { githubOwned: true, patterns: ["docker/login-action@*"] },
  reviews: 2,
  checks: { required: ["Try a", "Try b"], leftOut: [] },
  releaseTags: ["v*", "r*"],
  environments: [],
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
      "ActionsVariable shop-AWS_REGION": { repository, variableName: "AWS_REGION", value: "eu-west-1" },
    });
  });

  it("has no rule about checks where there is none to wait for: GitHub takes no empty list", async () => {
    const inputs = await declared({ checks: { required: [], leftOut: [] } });
    const rules = inputs["RepositoryRuleset shop-default-branch"]?.["rules"];
    assert.deepEqual(Object.keys(rules ?? {}), ["deletion", "nonFastForward", "pullRequest"]);
  });

  it("says of each of them what a token needs (docs/repository-settings.md)", async () => {
    const live = { name: "live", branches: ["main"], tags: [], waitMinutes: 0, users: [], teams: [] };
    const names = Object.keys(await declared({ environments: [live] }, [["AWS_REGION", "eu-west-1"]]));
    const types = new Set(names.map((name) => name.split(" ")[0]));
    assert.deepEqual([...types].toSorted(), Object.keys(tokenPermissions));
  });
});
