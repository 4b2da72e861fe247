import * as pulumi from "@pulumi/pulumi";
import type { RolePlan } from "../../src/plan/access/role-plan.js";
import { registryRole } from "./registry-role.js";

/** What the role of a repository's workflows is made of; the plan computes it. */
export interface GithubActionsRoleArgs {
  /**
   * Who may assume it, from where in the repository, and what it may do.
   *
   * @example system.roles[0]
   */
  plan: RolePlan;
  /**
   * ARN of the account's OIDC provider for GitHub, which the role waits for.
   *
   * @default none: the provider exists
   * @example await githubOidcProvider("create")
   */
  oidcProvider?: pulumi.Input<string> | undefined;
}

/**
 * An IAM role with which jobs of one GitHub repository push to ECR without a stored key (D41): trusted by exact
 * audience and subject, with rights to only the plan's repositories.
 */
export class GithubActionsRole extends pulumi.ComponentResource {
  /** The value for the repository's Actions variable AWS_ROLE_ARN. */
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: GithubActionsRoleArgs, options?: pulumi.ComponentResourceOptions) {
    super("slipway:index:GithubActionsRole", name, {}, options);
    this.arn = registryRole(name, args.plan, { parent: this }, args.oidcProvider).arn;
    this.registerOutputs({ arn: this.arn });
  }
}
