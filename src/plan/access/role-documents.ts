import { partitionOf } from "../../catalogue/names.js";
import { PULL_ACTIONS } from "../ecr/repository-plan.js";
import type { Right, RolePlan, Trusted } from "../resolved-system.js";
import { isPattern, subjectsOf } from "./github-subject.js";
import type { Condition, PermissionPolicy, TrustPolicy } from "./iam-document.js";

/** A place in AWS; with a name it gives an ARN. */
export interface AwsPlace {
  /** 12 digits. */
  readonly account: string;
  readonly region: string;
}

/** A role's documents for AWS. */
export interface RoleDocuments {
  readonly trust: TrustPolicy;
  readonly permissions: PermissionPolicy;
}

/** AWS's name of GitHub's identity provider. An account has at most one. */
export const GITHUB_ISSUER = "token.actions.githubusercontent.com";

/** The audience that aws-actions/configure-aws-credentials requests. */
export const AWS_AUDIENCE = "sts.amazonaws.com";

/** The ECR actions of a right. None deletes: only the lifecycle policy expires images. */
export const RIGHTS: Readonly<Record<Right, readonly string[]>> = {
  pull: PULL_ACTIONS,
  push: [
    ...PULL_ACTIONS,
    "ecr:CompleteLayerUpload",
    "ecr:InitiateLayerUpload",
    "ecr:PutImage",
    "ecr:UploadLayerPart",
  ],
};

/** Logging in. It concerns no repository, so AWS accepts only `*`. */
export const LOGIN_ACTION = "ecr:GetAuthorizationToken";

/** The documents of a role in an account. Pure. */
export function roleDocuments(
  { right, repositories, trusted, region }: RolePlan,
  account: string,
): RoleDocuments {
  const place = { account, region };
  return {
    trust: trustPolicy(trusted, place),
    permissions: {
      Version: "2012-10-17",
      Statement: [
        { Sid: "LogIn", Effect: "Allow", Action: [LOGIN_ACTION], Resource: ["*"] },
        {
          Sid: right === "push" ? "PushToNamedRepositories" : "PullFromNamedRepositories",
          Effect: "Allow",
          Action: RIGHTS[right],
          Resource: repositories.map((name) => repositoryArn(place, name)),
        },
      ],
    },
  };
}

/** ARN of an ECR repository. */
export function repositoryArn({ account, region }: AwsPlace, name: string): string {
  return `arn:${partitionOf(region)}:ecr:${region}:${account}:repository/${name}`;
}

/** ARN of the account's provider for GitHub's tokens. */
export function githubProviderArn({ account, region }: AwsPlace): string {
  return `arn:${partitionOf(region)}:iam::${account}:oidc-provider/${GITHUB_ISSUER}`;
}

/** The condition key of a claim of GitHub's token. */
export function claimKey(claim: string): string {
  return `${GITHUB_ISSUER}:${claim}`;
}

function trustPolicy(trusted: Trusted, place: AwsPlace): TrustPolicy {
  switch (trusted.kind) {
    case "github":
      return githubTrust(trusted, place);
    case "aws":
      return principalsTrust(trusted.principals, place);
    default:
      return trusted satisfies never;
  }
}

/**
 * Audience and subject are compared exactly, except git tags given as a pattern. If the repository's id is known, the
 * token must have it, so that another repository that takes over the name is rejected.
 */
function githubTrust(
  { repository, origins }: Trusted & { readonly kind: "github" },
  place: AwsPlace,
): TrustPolicy {
  const subjects = (pattern: boolean) =>
    origins
      .filter((origin) => isPattern(origin) === pattern)
      .flatMap((origin) => subjectsOf(repository, origin));
  const equal = {
    [claimKey("aud")]: [AWS_AUDIENCE],
    ...(repository.ids && { [claimKey("repository_id")]: [String(repository.ids.repository)] }),
  };
  const statement = (Sid: string, Condition: Condition) => ({
    Sid,
    Effect: "Allow" as const,
    Principal: { Federated: githubProviderArn(place) },
    Action: "sts:AssumeRoleWithWebIdentity" as const,
    Condition,
  });
  const sub = claimKey("sub");
  const [exact, patterns] = [subjects(false), subjects(true)];
  return {
    Version: "2012-10-17",
    Statement: [
      ...(exact.length === 0
        ? []
        : [statement("JobsByExactSubject", { StringEquals: { ...equal, [sub]: exact } })]),
      ...(patterns.length === 0
        ? []
        : [statement("JobsForTagsByPattern", { StringEquals: equal, StringLike: { [sub]: patterns } })]),
    ],
  };
}

/** Whole accounts by id, single roles by ARN; at least one. */
function principalsTrust(principals: readonly string[], { region }: AwsPlace): TrustPolicy {
  const arnOf = (principal: string) =>
    principal.startsWith("arn:") ? principal : `arn:${partitionOf(region)}:iam::${principal}:root`;
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "NamedPrincipals",
        Effect: "Allow",
        Principal: { AWS: principals.map(arnOf) },
        Action: "sts:AssumeRole",
      },
    ],
  };
}
