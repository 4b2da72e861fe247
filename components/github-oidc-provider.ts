import { getOpenIdConnectProvider, OpenIdConnectProvider } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { AWS_AUDIENCE, GITHUB_ISSUER } from "../plan/access/aws-place.js";
import type { OidcProvider } from "../plan/plan.js";
import { UserError } from "../plan/user-error.js";

const url = `https://${GITHUB_ISSUER}`;

/**
 * ARN of the account's OIDC provider for GitHub, of which there is one at most: found, or made by this stack and then
 * deleted by its destroy.
 *
 * @throws UserError, by way of the Output, where it is to be found and is not there, or is not meant for AWS.
 */
export function githubOidcProvider(
  provider: OidcProvider,
  options?: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  switch (provider) {
    case "found":
      return pulumi.output(findProvider());
    case "made":
      // AWS knows the certificates of GitHub's by itself, so no thumbprint is named.
      return new OpenIdConnectProvider("github", { url, clientIdLists: [AWS_AUDIENCE] }, options).arn;
    default:
      return provider satisfies never;
  }
}

/** The look-up itself. */
export async function findProvider(): Promise<string> {
  const found = await getOpenIdConnectProvider({ url }).catch((error: unknown) => {
    throw new UserError(
      `slipway:ciAccess.oidcProvider is found, but AWS does not show a provider for ${GITHUB_ISSUER}: ${String(error)}. Let one stack of the account make it (oidcProvider: made), and allow this one iam:ListOpenIDConnectProviders and iam:GetOpenIDConnectProvider.`,
    );
  });
  if (found.clientIdLists.includes(AWS_AUDIENCE)) return found.arn;
  throw new UserError(
    `The account's OIDC provider for ${GITHUB_ISSUER} takes tokens for ${found.clientIdLists.join(", ") || "nobody"}, not for ${AWS_AUDIENCE}. Add that audience to it.`,
  );
}
