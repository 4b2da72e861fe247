import { AWS_AUDIENCE, GITHUB_ISSUER, githubProviderArn, repositoryArn, type AwsPlace } from "./aws-place.js";
import { mayTake, permits } from "./iam-evaluator.js";
import { LOGIN_ACTION, RIGHTS } from "./registry-rights.js";
import type { RoleDocuments } from "./role-plan.js";
import { claimKey } from "./trust-policy.js";

/** A GitHub token's claims. */
export type Claims = Readonly<Record<string, string>>;

/** The answer, with a reason if it is no. */
export type PushDecision = { readonly allowed: true } | { readonly allowed: false; readonly because: string };

/**
 * The claims of GitHub's token that AWS offers as condition keys. `event_name` is not among them. Source: AWS IAM user
 * guide, "Available keys for AWS OIDC federation", as of November 2026.
 */
const OFFERED = [
  "actor",
  "actor_id",
  "aud",
  "enterprise_id",
  "environment",
  "job_workflow_ref",
  "ref",
  "repository",
  "repository_id",
  "sub",
  "workflow",
];

/** Whether a job with this token may assume this role and push to an ECR repository. Pure. */
export function mayPush(
  { trust, permissions }: RoleDocuments,
  claims: Claims,
  place: AwsPlace,
  repository: string,
): PushDecision {
  if (claims["iss"] !== `https://${GITHUB_ISSUER}`) return no("the token is not GitHub's");
  if (claims["aud"] !== AWS_AUDIENCE) return no("the token's audience is not AWS");
  const taken = mayTake(trust, {
    principal: { Federated: githubProviderArn(place) },
    action: "sts:AssumeRoleWithWebIdentity",
    context: contextOf(claims),
  });
  if (!taken) return no(`the role does not trust ${claims["sub"] ?? "a token without a subject"}`);
  const lacking = [
    ...(permits(permissions, LOGIN_ACTION, "*") ? [] : [LOGIN_ACTION]),
    ...RIGHTS.push.filter((action) => !permits(permissions, action, repositoryArn(place, repository))),
  ];
  return lacking.length === 0 ? { allowed: true } : no(`the role lacks ${lacking.join(", ")}`);
}

function contextOf(claims: Claims): Record<string, string> {
  return Object.fromEntries(
    OFFERED.flatMap((claim) => {
      const value = claims[claim];
      return value === undefined ? [] : [[claimKey(claim), value]];
    }),
  );
}

function no(because: string): PushDecision {
  return { allowed: false, because };
}
