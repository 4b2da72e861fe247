import { partitionOf } from "../../catalogue/names.js";

/** A place in AWS; with a name it gives an ARN. */
export interface AwsPlace {
  /** 12 digits. */
  readonly account: string;
  readonly region: string;
}

/** ARN of an ECR repository. */
export function repositoryArn({ account, region }: AwsPlace, name: string): string {
  return `arn:${partitionOf(region)}:ecr:${region}:${account}:repository/${name}`;
}

/** AWS's name of GitHub's identity provider. An account has at most one. */
export const GITHUB_ISSUER = "token.actions.githubusercontent.com";

/** The audience that aws-actions/configure-aws-credentials requests. */
export const AWS_AUDIENCE = "sts.amazonaws.com";

/** ARN of the account's provider for GitHub's tokens. */
export function githubProviderArn({ account, region }: AwsPlace): string {
  return `arn:${partitionOf(region)}:iam::${account}:oidc-provider/${GITHUB_ISSUER}`;
}
