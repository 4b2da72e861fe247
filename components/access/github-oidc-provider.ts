import { getOpenIdConnectProvider, OpenIdConnectProvider } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { AWS_AUDIENCE, GITHUB_ISSUER } from "../../src/plan/access/role-documents.js";
import type { OidcProvider } from "../../src/plan/plan.js";
import { UserError } from "../../src/problems/user-error.js";

const url = `https://${GITHUB_ISSUER}`;

/** The tag with the stack that created the provider (`PROJECT/STACK`); only that stack may own it. */
const MAKER = "slipway:made-by";

/**
 * ARN of the account's OIDC provider for GitHub, of which there is one at most: existing, or created by this stack and
 * then deleted by its destroy. AWS is asked before anything is declared, so that a preview tells of a wrong choice.
 *
 * @throws UserError where it has to exist and does not, is not meant for AWS, or is this stack's own, which would delete
 *   it; and where it is to be created and is another's.
 */
export function githubOidcProvider(provider: OidcProvider): Promise<pulumi.Output<string>> {
  const self = `${pulumi.getProject()}/${pulumi.getStack()}`;
  return provider === "existing" ? existingProvider(self) : createdProvider(self);
}

async function existingProvider(self: string): Promise<pulumi.Output<string>> {
  const { arn, clientIdLists, tags } = await getOpenIdConnectProvider({ url }).catch((error: unknown) => {
    throw new UserError(
      `slipway:ciAccess.oidcProvider is existing, but AWS does not show a provider for ${GITHUB_ISSUER}: ${String(error)}. Let one stack of the account make it (oidcProvider: create), and allow this one iam:ListOpenIDConnectProviders and iam:GetOpenIDConnectProvider.`,
    );
  });
  if (tags[MAKER] === self) {
    throw new UserError(
      `slipway:ciAccess.oidcProvider is existing, but this stack made the account's provider for ${GITHUB_ISSUER} and would delete it now, from under every role that trusts it. Write oidcProvider: create again; or hand it over first: take it out of the state with \`pulumi state edit\`, and let its tag ${MAKER} name another.`,
    );
  }
  if (!clientIdLists.includes(AWS_AUDIENCE)) {
    throw new UserError(
      `The account's OIDC provider for ${GITHUB_ISSUER} takes tokens for ${clientIdLists.join(", ") || "nobody"}, not for ${AWS_AUDIENCE}. Add that audience to it.`,
    );
  }
  return pulumi.output(arn);
}

async function createdProvider(self: string): Promise<pulumi.Output<string>> {
  // Most often there is none yet. Who may make it but not look for it is told by AWS if there is one.
  const existing = await getOpenIdConnectProvider({ url }).catch(() => undefined);
  if (existing !== undefined && existing.tags[MAKER] !== self) {
    throw new UserError(
      `slipway:ciAccess.oidcProvider is create, but the account has a provider for ${GITHUB_ISSUER} already, made by ${existing.tags[MAKER] ?? "somebody else"}. Write oidcProvider: existing, and this stack uses it.`,
    );
  }
  // AWS knows the certificates of GitHub's by itself, so no thumbprint is named.
  return new OpenIdConnectProvider("github", {
    url,
    clientIdLists: [AWS_AUDIENCE],
    tags: { [MAKER]: self },
  }).arn;
}
