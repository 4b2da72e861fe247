import { type GithubApi, GithubError } from "../github/api.js";
import { addressProblems, tokenProblems } from "../registry/connection-problems.js";
import type { Problem } from "../problems/problem.js";
import { UsageError } from "./usage-error.js";

/** GitHub's API and registry, from the environment. */
export interface GithubApis {
  readonly api: GithubApi;
  readonly registry: GithubApi;
}

/**
 * The API to ask, and the token.
 *
 * @throws UsageError, with `place`, if the environment has no token, an invalid one, or one that would be sent
 * unencrypted.
 */
export function githubApis(env: NodeJS.ProcessEnv, place: string): GithubApis {
  const { GITHUB_TOKEN: token = "" } = env;
  const { GITHUB_API_URL: api = "https://api.github.com", GHCR_URL: registry = "https://ghcr.io" } = env;
  const problems = [
    ...addressProblems("GITHUB_API_URL", api),
    ...addressProblems("GHCR_URL", registry),
    ...(token === "" ? [noToken] : tokenProblems("GITHUB_TOKEN", token)),
  ];
  if (problems.length > 0) throw new UsageError(problems, place);
  return {
    api: { url: api.replace(/\/$/, ""), token },
    registry: { url: registry.replace(/\/$/, ""), token },
  };
}

const noToken: Problem = {
  where: "GITHUB_TOKEN",
  expected: "a token, because GitHub limits anonymous calls",
  found: "nothing",
  fix: "set it, for instance to the output of `gh auth token`",
};

/** Makes GitHub's failure to answer a mistake of the environment; anything else is thrown as it is. */
export function unanswered(expected: string, fix: string, place: string): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof GithubError)) throw error;
    throw new UsageError([{ where: "GitHub", expected, found: error.message, fix }], place);
  };
}
