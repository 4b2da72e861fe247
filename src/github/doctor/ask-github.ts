import type { Octokit } from "@octokit/core";
import * as v from "valibot";
import { GithubError } from "../api.js";
import { ask } from "../client.js";
import type { PackageOwner } from "../package-owner.js";
import type { Answer } from "./finding.js";
import type { PackageFacts } from "./package-findings.js";
import type { RepositoryFacts, RepositorySubject } from "./repository-findings.js";

const packageAnswer = v.object({
  visibility: v.string(),
  repository: v.nullish(v.object({ full_name: v.string() })),
});
const repositoryAnswer = v.object({
  id: v.number(),
  full_name: v.string(),
  archived: v.boolean(),
  default_branch: v.string(),
  owner: v.object({ id: v.number() }),
});
const actionsAnswer = v.object({ enabled: v.boolean(), allowed_actions: v.optional(v.string()) });
const permissionsAnswer = v.object({ default_workflow_permissions: v.string() });
const variableAnswer = v.object({ value: v.string() });

/** GitHub's answer about a package. */
export async function askOfPackage(
  octokit: Octokit,
  owner: PackageOwner,
  name: string,
): Promise<Answer<PackageFacts>> {
  const route = `GET ${owner.path}/packages/container/{name}`;
  return answerOf(ask(octokit, route, { name }, packageAnswer), ({ visibility, repository }) => ({
    visibility,
    repository: repository?.full_name,
  }));
}

/** GitHub's answer about a repository. A part that the token may not see does not hide the others. */
export async function askOfRepository(
  octokit: Octokit,
  { repository, variables }: RepositorySubject,
): Promise<RepositoryFacts> {
  const place = `GET /repos/${repository}`;
  return {
    // GitHub redirects a former name to the current one.
    repository: await answerOf(
      ask(octokit, place, { request: { redirect: "follow" } }, repositoryAnswer),
      ({ id, full_name, archived, default_branch, owner }) => ({
        name: full_name,
        ids: { owner: owner.id, repository: id },
        archived,
        defaultBranch: default_branch,
      }),
    ),
    actions: await answerOf(
      ask(octokit, `${place}/actions/permissions`, {}, actionsAnswer),
      ({ enabled, allowed_actions }) => ({ enabled, allowed: allowed_actions }),
    ),
    permissions: await answerOf(
      ask(octokit, `${place}/actions/permissions/workflow`, {}, permissionsAnswer),
      ({ default_workflow_permissions }) => ({ byDefault: default_workflow_permissions }),
    ),
    variables: await variablesOf(octokit, place, [...variables.keys()]),
  };
}

async function variablesOf(
  octokit: Octokit,
  place: string,
  names: readonly string[],
): Promise<ReadonlyMap<string, Answer<string>>> {
  const answers = new Map<string, Answer<string>>();
  for (const name of names) {
    const asked = ask(octokit, `${place}/actions/variables/{name}`, { name }, variableAnswer);
    answers.set(name, await answerOf(asked, ({ value }) => value));
  }
  return answers;
}

/** A refusal is an answer, not a failure. */
export async function answerOf<Found, Value>(
  asked: Promise<Found>,
  valueOf: (found: Found) => Value,
): Promise<Answer<Value>> {
  try {
    return { kind: "known", value: valueOf(await asked) };
  } catch (error) {
    if (!(error instanceof GithubError)) throw error;
    return error.status === 404 ? { kind: "absent" } : { kind: "unknown", because: error.message };
  }
}
