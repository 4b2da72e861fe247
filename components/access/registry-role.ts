import { getCallerIdentityOutput } from "@pulumi/aws/getCallerIdentity";
import { Role, RolePoliciesExclusive, RolePolicy, RolePolicyAttachmentsExclusive } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { roleDocuments, type RolePlan } from "../../src/plan/access/role-plan.js";

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
  const policy = new RolePolicy(
    name,
    {
      name: plan.right,
      role: role.name,
      policy: documents.apply(({ permissions }) => JSON.stringify(permissions)),
    },
    options,
  );
  new RolePoliciesExclusive(name, { roleName: role.name, policyNames: [policy.name] }, options);
  new RolePolicyAttachmentsExclusive(name, { roleName: role.name, policyArns: [] }, options);
  return role;
}
