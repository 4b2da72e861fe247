import type { Job } from "../../catalogue/workflow-model.js";
import { environmentContext, type GithubRepository } from "./github-subject.js";
import { mayTake, permits } from "./iam-evaluator.js";
import {
  AWS_AUDIENCE,
  type AwsPlace,
  claimKey,
  GITHUB_ISSUER,
  githubProviderArn,
  LOGIN_ACTION,
  repositoryArn,
  RIGHTS,
  type RoleDocuments,
} from "./role-documents.js";
import type { Scenario } from "./scenario.js";

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

/**
 * The claims of a job's GitHub token that AWS evaluates. The subject has the immutable form if the repository's ids are
 * known. Source: GitHub, "OpenID Connect reference".
 */
export function githubToken(
  { owner, name, ids }: GithubRepository,
  { event, gitRef }: Scenario,
  { environment }: Pick<Job, "environment">,
): Claims {
  const repository = ids ? `${owner}@${ids.owner}/${name}@${ids.repository}` : `${owner}/${name}`;
  const ref = event === "pull_request" ? "pull_request" : `ref:${gitRef}`;
  return {
    iss: `https://${GITHUB_ISSUER}`,
    aud: AWS_AUDIENCE,
    sub: `repo:${repository}:${environment === undefined ? ref : environmentContext(environment)}`,
    repository: `${owner}/${name}`,
    ref: gitRef,
    ...(ids && { repository_id: String(ids.repository) }),
    ...(environment !== undefined && { environment }),
  };
}

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
    context: Object.fromEntries(
      OFFERED.flatMap((claim) => {
        const value = claims[claim];
        return value === undefined ? [] : [[claimKey(claim), value]];
      }),
    ),
  });
  if (!taken) return no(`the role does not trust ${claims["sub"] ?? "a token without a subject"}`);
  const lacking = [
    ...(permits(permissions, LOGIN_ACTION, "*") ? [] : [LOGIN_ACTION]),
    ...RIGHTS.push.filter((action) => !permits(permissions, action, repositoryArn(place, repository))),
  ];
  return lacking.length === 0 ? { allowed: true } : no(`the role lacks ${lacking.join(", ")}`);
}

function no(because: string): PushDecision {
  return { allowed: false, because };
}
