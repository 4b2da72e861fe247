import type { Job } from "../../catalogue/workflow-model.js";
import { AWS_AUDIENCE, GITHUB_ISSUER } from "./aws-place.js";
import { environmentContext, type GithubRepository } from "./github-subject.js";
import type { Claims } from "./may-push.js";
import type { Scenario } from "./scenario.js";

/**
 * The claims of a job's GitHub token that AWS evaluates. The subject has the immutable form if the repository's ids are
 * known. Source: GitHub, "OpenID Connect reference".
 */
export function githubToken(
  { owner, name, ids }: GithubRepository,
  { event, gitRef }: Scenario,
  { environment }: Pick<Job, "environment">,
): Claims {
  const repository =
    ids === undefined ? `${owner}/${name}` : `${owner}@${ids.owner}/${name}@${ids.repository}`;
  return {
    iss: `https://${GITHUB_ISSUER}`,
    aud: AWS_AUDIENCE,
    sub: `repo:${repository}:${contextOf(event, gitRef, environment)}`,
    repository: `${owner}/${name}`,
    ref: gitRef,
    ...(ids && { repository_id: String(ids.repository) }),
    ...(environment !== undefined && { environment }),
  };
}

function contextOf(event: Scenario["event"], gitRef: string, environment: string | undefined): string {
  if (environment !== undefined) return environmentContext(environment);
  return event === "pull_request" ? "pull_request" : `ref:${gitRef}`;
}
