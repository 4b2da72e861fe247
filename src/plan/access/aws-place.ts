import { partitionOf } from "../../catalogue/names.js";

/** Where in AWS something is; together with a name it gives an ARN. */
export interface AwsPlace {
  /** 12 digits. */
  readonly account: string;
  readonly region: string;
}

/** ARN of an ECR repository. */
export function repositoryArn({ account, region }: AwsPlace, name: string): string {
  return `arn:${partitionOf(region)}:ecr:${region}:${account}:repository/${name}`;
}

/** GitHub's identity provider, as AWS names it. An account has one at most. */
export const GITHUB_ISSUER = "token.actions.githubusercontent.com";

/** The audience of tokens that aws-actions/configure-aws-credentials asks for. */
export const AWS_AUDIENCE = "sts.amazonaws.com";

/** ARN of the account's provider for GitHub's tokens. */
export function githubProviderArn({ account, region }: AwsPlace): string {
  return `arn:${partitionOf(region)}:iam::${account}:oidc-provider/${GITHUB_ISSUER}`;
}
