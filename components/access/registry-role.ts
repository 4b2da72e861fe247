import { getCallerIdentityOutput } from "@pulumi/aws/getCallerIdentity";
import { Role, RolePoliciesExclusive, RolePolicy, RolePolicyAttachmentsExclusive } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { roleDocuments } from "../../src/plan/access/role-documents.js";
import type { RolePlan } from "../../src/plan/resolved-system.js";

/** What the role of a repository's workflows is made of; the plan computes it. */
export interface GithubActionsRoleArgs {
  /** Who may assume it, from where in the repository, and what it may do. @example system.roles[0] */
  plan: RolePlan;
  /**
   * ARN of the account's OIDC provider for GitHub, which the role waits for.
   *
   * @default none, where the provider exists already
   * @example "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"
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

/**
 * Declares a role and what it may do with the registry, and that it may do nothing else: a policy that somebody adds
 * to it is taken away by the `up` after the refresh that saw it. Its documents name the account, which AWS is asked
 * for. `after` has to be known before the role can be made.
 */
export function registryRole(
  name: string,
  plan: RolePlan,
  options: pulumi.CustomResourceOptions,
  after?: pulumi.Input<string>,
): Role {
  const documents = pulumi
    .all([getCallerIdentityOutput().accountId, after])
    .apply(([account]) => roleDocuments(plan, account));
  const role = new Role(
    name,
    {
      name: plan.name,
      description: plan.description,
      assumeRolePolicy: documents.apply(({ trust }) => JSON.stringify(trust)),
      maxSessionDuration: plan.maxSessionDuration,
      ...(plan.permissionsBoundary !== undefined && { permissionsBoundary: plan.permissionsBoundary }),
    },
    options,
  );
  const rights = documents.apply(({ permissions }) => JSON.stringify(permissions));
  const policy = new RolePolicy(name, { name: plan.right, role: role.name, policy: rights }, options);
  new RolePoliciesExclusive(name, { roleName: role.name, policyNames: [policy.name] }, options);
  new RolePolicyAttachmentsExclusive(name, { roleName: role.name, policyArns: [] }, options);
  return role;
}
