import { RepositoryEnvironment } from "@pulumi/github/repositoryEnvironment.js";
import { RepositoryEnvironmentDeploymentPolicy } from "@pulumi/github/repositoryEnvironmentDeploymentPolicy.js";
import * as pulumi from "@pulumi/pulumi";
import type { EnvironmentPlan } from "../../src/plan/settings/environments.js";

/** An environment of a repository. */
export interface DeploymentEnvironmentArgs {
  /** Name of the repository, without the owner. @example "shop" */
  repository: string;
  /**
   * Which branches and tags get in, and what else a job has to satisfy.
   *
   * @example { name: "live", branches: ["main"], tags: [], waitMinutes: 0, users: [], teams: [] }
   */
  plan: EnvironmentPlan;
}

/**
 * A GitHub environment that accepts only named branches and tags. A destroy keeps it, with its secrets, but removes
 * these names: then it accepts no run.
 */
export class DeploymentEnvironment extends pulumi.ComponentResource {
  constructor(name: string, args: DeploymentEnvironmentArgs, options?: pulumi.ComponentResourceOptions) {
    super("slipway:index:DeploymentEnvironment", name, {}, options);
    const { repository, plan } = args;
    const environment = new RepositoryEnvironment(
      name,
      {
        repository,
        environment: plan.name,
        waitTimer: plan.waitMinutes,
        canAdminsBypass: false,
        preventSelfReview: plan.users.length + plan.teams.length > 0,
        ...reviewersOf(plan),
        deploymentBranchPolicy: { protectedBranches: false, customBranchPolicies: true },
      },
      { parent: this, retainOnDelete: true, dependsOn: options?.dependsOn ?? [] },
    );
    const policy = { repository, environment: environment.environment };
    const own = { parent: this };
    const accept = (suffix: string, pattern: { branchPattern: string } | { tagPattern: string }) =>
      new RepositoryEnvironmentDeploymentPolicy(`${name}-${suffix}`, { ...policy, ...pattern }, own);
    for (const branchPattern of plan.branches) accept(`branch-${branchPattern}`, { branchPattern });
    for (const tagPattern of plan.tags) accept(`tag-${tagPattern}`, { tagPattern });
    this.registerOutputs({ environment: plan.name });
  }
}

function reviewersOf({ users, teams }: EnvironmentPlan) {
  return users.length + teams.length > 0 && { reviewers: [{ users: [...users], teams: [...teams] }] };
}
