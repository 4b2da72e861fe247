/** An IAM policy document for an ECR repository. */
export interface RepositoryPolicy {
  readonly Version: "2012-10-17";
  readonly Statement: readonly {
    readonly Sid: string;
    readonly Effect: "Allow";
    readonly Principal: { readonly AWS: readonly string[] };
    readonly Action: readonly string[];
  }[];
}

/** The actions to pull an image. */
export const PULL_ACTIONS: readonly string[] = [
  "ecr:BatchCheckLayerAvailability",
  "ecr:BatchGetImage",
  "ecr:GetDownloadUrlForLayer",
];

/** Lets other accounts pull and nothing else. `undefined` without accounts: then ECR needs no policy. */
export function pullPolicy(accountIds: readonly string[], partition = "aws"): RepositoryPolicy | undefined {
  if (accountIds.length === 0) return undefined;
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "PullFromNamedAccounts",
        Effect: "Allow",
        Principal: { AWS: accountIds.map((id) => `arn:${partition}:iam::${id}:root`) },
        Action: PULL_ACTIONS,
      },
    ],
  };
}
