import { partitionOf } from "../../catalogue/names.js";
import { AWS_AUDIENCE, GITHUB_ISSUER, githubProviderArn, type AwsPlace } from "./aws-place.js";
import { isPattern, subjectsOf, type GithubRepository, type JobOrigin } from "./github-subject.js";
import type { Condition, TrustPolicy } from "./iam-document.js";

/**
 * Lets jobs of one GitHub repository, from the given origins, assume a role. Audience and subject are compared exactly,
 * except git tags given as a pattern. If the repository's id is known, the token must have it, so that another
 * repository that takes over the name is rejected.
 */
export function githubTrust(
  repository: GithubRepository,
  origins: readonly JobOrigin[],
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
  const [exact, patterns] = [subjects(false), subjects(true)];
  return {
    Version: "2012-10-17",
    Statement: [
      ...(exact.length === 0
        ? []
        : [statement("JobsByExactSubject", { StringEquals: { ...equal, [claimKey("sub")]: exact } })]),
      ...(patterns.length === 0
        ? []
        : [
            statement("JobsForTagsByPattern", {
              StringEquals: equal,
              StringLike: { [claimKey("sub")]: patterns },
            }),
          ]),
    ],
  };
}

/** Lets AWS principals assume a role: whole accounts by id, single roles by ARN; at least one. */
export function principalsTrust(principals: readonly string[], { region }: AwsPlace): TrustPolicy {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "NamedPrincipals",
        Effect: "Allow",
        Principal: {
          AWS: principals.map((principal) =>
            principal.startsWith("arn:") ? principal : `arn:${partitionOf(region)}:iam::${principal}:root`,
          ),
        },
        Action: "sts:AssumeRole",
      },
    ],
  };
}

/** The condition key of a claim of GitHub's token. */
export function claimKey(claim: string): string {
  return `${GITHUB_ISSUER}:${claim}`;
}
