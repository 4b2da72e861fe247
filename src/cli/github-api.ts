import type { GithubApi } from "../github/api.js";
import { addressProblems, tokenProblems } from "../registry/connection-problems.js";
import type { Problem } from "../problems/problem.js";
import { UsageError } from "./exit.js";

/** GitHub's interface and its registry, as the environment names them. */
export interface GithubApis {
  readonly api: GithubApi;
  readonly registry: GithubApi;
}

/**
 * Where to ask GitHub, and with whose token.
 *
 * @throws UsageError that says of `place` what is wrong with the environment: no token, one that is none, or one that
 * would be sent in the clear.
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
  expected: "a token, because GitHub answers few questions without one",
  found: "nothing",
  fix: "set it, for instance to what `gh auth token` prints",
};
