import type { DeepReadonly } from "../../catalogue/frozen.js";
import type { AwsPlace } from "./aws-place.js";
import type { GithubRepository, JobOrigin } from "./github-subject.js";
import type { PermissionPolicy, TrustPolicy } from "./iam-document.js";
import { registryRights, type Right } from "./registry-rights.js";
import { githubTrust, principalsTrust } from "./trust-policy.js";

/** An IAM role for one system and one purpose. `roleDocuments` gives its documents once the account is known. */
export type RolePlan = DeepReadonly<{
  name: string;
  description: string;
  right: Right;
  /** Names of ECR repositories. */
  repositories: string[];
  trusted: Trusted;
  region: string;
  /** Maximum lifetime of credentials in seconds, 3,600 to 43,200. */
  maxSessionDuration: number;
  /** ARN of the permissions boundary. */
  permissionsBoundary: string | undefined;
}>;

/** Who may assume a role. */
export type Trusted =
  | { readonly kind: "github"; readonly repository: GithubRepository; readonly origins: readonly JobOrigin[] }
  /** Account ids and ARNs of roles. */
  | { readonly kind: "aws"; readonly principals: readonly string[] };

/** A role's documents for AWS. */
export interface RoleDocuments {
  readonly trust: TrustPolicy;
  readonly permissions: PermissionPolicy;
}

/** The documents of a role in an account. Pure. */
export function roleDocuments(role: RolePlan, account: string): RoleDocuments {
  const place = { account, region: role.region };
  return {
    trust: trustPolicy(role.trusted, place),
    permissions: registryRights(role.right, role.repositories, place),
  };
}

function trustPolicy(trusted: Trusted, place: AwsPlace): TrustPolicy {
  switch (trusted.kind) {
    case "github":
      return githubTrust(trusted.repository, trusted.origins, place);
    case "aws":
      return principalsTrust(trusted.principals, place);
    default:
      return trusted satisfies never;
  }
}
