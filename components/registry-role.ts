import { getCallerIdentityOutput } from "@pulumi/aws/getCallerIdentity";
import { Role, RolePolicy } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { roleDocuments, type RolePlan } from "../plan/access/role-plan.js";

/**
 * Declares a role and what it may do with the registry. Its documents name the account, which AWS is asked for.
 * `after` has to be known before the role can be made.
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
  new RolePolicy(
    name,
    {
      name: plan.right,
      role: role.name,
      policy: documents.apply(({ permissions }) => JSON.stringify(permissions)),
    },
    options,
  );
  return role;
}
