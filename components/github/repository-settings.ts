import { ActionsRepositoryPermissions } from "@pulumi/github/actionsRepositoryPermissions.js";
import { ActionsVariable } from "@pulumi/github/actionsVariable.js";
import { RepositoryDependabotSecurityUpdates } from "@pulumi/github/repositoryDependabotSecurityUpdates.js";
import { RepositoryRuleset } from "@pulumi/github/repositoryRuleset.js";
import { RepositoryVulnerabilityAlerts } from "@pulumi/github/repositoryVulnerabilityAlerts.js";
import { WorkflowRepositoryPermissions } from "@pulumi/github/workflowRepositoryPermissions.js";
import * as pulumi from "@pulumi/pulumi";
import type { RepositorySettingsPlan } from "../../src/plan/resolved-system.js";
import { DeploymentEnvironment } from "./deployment-environment.js";

/** Settings of one repository, and the values that only the finished stack knows. */
export interface RepositorySettingsArgs {
  /** The settings. @example system.settings */
  plan: RepositorySettingsPlan;
  /** Actions variable → its value. @example new Map([["AWS_REGION", "eu-west-1"]]) */
  variables: ReadonlyMap<string, pulumi.Input<string>>;
}

/** The app id of GitHub Actions: only it can report a required check. */
const GITHUB_ACTIONS_APP = 15368;

/**
 * Settings of an existing repository (G37), which is never created or deleted. A destroy keeps the settings that every
 * repository has, and deletes rulesets and variables, which are the stack's own.
 */
export class RepositorySettings extends pulumi.ComponentResource {
  /** `name` is that of the system. Takes a provider for the repository's owner in `options.providers`. */
  constructor(name: string, args: RepositorySettingsArgs, options?: pulumi.ComponentResourceOptions) {
    super("slipway:index:RepositorySettings", name, {}, options);
    const { plan, variables } = args;

    const rules = protectDefaultBranch(name, plan, { parent: this });
    // GitHub accepts no second ruleset of that name: another stack fails before it changes anything.
    const own = { parent: this, dependsOn: rules };
    const kept = { ...own, retainOnDelete: true };
    limitActions(name, plan, kept);
    watchDependencies(name, plan, kept);
    protectReleaseTags(name, plan, own);
    const { repository } = plan;
    for (const environment of plan.environments)
      new DeploymentEnvironment(`${name}-${environment.name}`, { repository, plan: environment }, own);
    for (const [variableName, value] of variables)
      new ActionsVariable(`${name}-${variableName}`, { repository, variableName, value }, own);

    this.registerOutputs({ repository });
  }
}

/** Makes workflow tokens read-only by default, for each job of the catalogue requests what it needs; limits actions. */
function limitActions(
  name: string,
  { repository, actions }: RepositorySettingsPlan,
  options: pulumi.CustomResourceOptions,
): void {
  new WorkflowRepositoryPermissions(
    name,
    { repository, defaultWorkflowPermissions: "read", canApprovePullRequestReviews: false },
    options,
  );
  new ActionsRepositoryPermissions(
    name,
    {
      repository,
      enabled: true,
      allowedActions: "selected",
      allowedActionsConfig: {
        githubOwnedAllowed: actions.githubOwned,
        verifiedAllowed: false,
        patternsAlloweds: [...actions.patterns],
      },
      shaPinningRequired: true,
    },
    options,
  );
}

/** Vulnerability alerts, and Dependabot's security updates, which GitHub accepts only with alerts. */
function watchDependencies(
  name: string,
  { repository }: RepositorySettingsPlan,
  options: pulumi.CustomResourceOptions,
): void {
  const alerts = new RepositoryVulnerabilityAlerts(name, { repository, enabled: true }, options);
  new RepositoryDependabotSecurityUpdates(
    name,
    { repository, enabled: true },
    { ...options, dependsOn: alerts },
  );
}

function protectDefaultBranch(
  name: string,
  { repository, reviews, checks }: RepositorySettingsPlan,
  options: pulumi.CustomResourceOptions,
): RepositoryRuleset {
  const requiredChecks = checks.required.map((context) => ({ context, integrationId: GITHUB_ACTIONS_APP }));
  return new RepositoryRuleset(
    `${name}-default-branch`,
    {
      repository,
      name: "Slipway: default branch",
      target: "branch",
      enforcement: "active",
      conditions: { refName: { includes: ["~DEFAULT_BRANCH"], excludes: [] } },
      rules: {
        deletion: true,
        nonFastForward: true,
        pullRequest: { requiredApprovingReviewCount: reviews, dismissStaleReviewsOnPush: true },
        ...(requiredChecks.length > 0 && {
          requiredStatusChecks: { strictRequiredStatusChecksPolicy: true, requiredChecks },
        }),
      },
    },
    options,
  );
}

/** A release tag can be created, but not moved or deleted. */
function protectReleaseTags(
  name: string,
  { repository, releaseTags }: RepositorySettingsPlan,
  options: pulumi.CustomResourceOptions,
): void {
  const includes = releaseTags.map((pattern) => `refs/tags/${pattern}`);
  new RepositoryRuleset(
    `${name}-release-tags`,
    {
      repository,
      name: "Slipway: release tags",
      target: "tag",
      enforcement: "active",
      conditions: { refName: { includes, excludes: [] } },
      rules: { update: true, deletion: true },
    },
    options,
  );
}
