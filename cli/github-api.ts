import type { GithubApi } from "../github/api.js";
import type { Problem } from "../plan/problem.js";
import { UsageError } from "./exit.js";

const LOOPBACK = /^http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/;

/** GitHub's interface and its registry, as the environment names them. */
export interface GithubApis {
  readonly api: GithubApi;
  readonly registry: GithubApi;
}

/**
 * Where to ask GitHub, and with whose token.
 *
 * @throws UsageError that says of `place` what is wrong with the environment: no token, or one that would be sent in the
 * clear.
 */
export function githubApis(env: NodeJS.ProcessEnv, place: string): GithubApis {
  const { GITHUB_TOKEN: token = "" } = env;
  const { GITHUB_API_URL: api = "https://api.github.com", GHCR_URL: registry = "https://ghcr.io" } = env;
  const problems = [...addressProblems({ GITHUB_API_URL: api, GHCR_URL: registry }), ...tokenProblems(token)];
  if (problems.length > 0) throw new UsageError(problems, place);
  return {
    api: { url: api.replace(/\/$/, ""), token },
    registry: { url: registry.replace(/\/$/, ""), token },
  };
}

function addressProblems(addresses: Readonly<Record<string, string>>): Problem[] {
  return Object.entries(addresses)
    .filter(([, url]) => !url.startsWith("https://") && !LOOPBACK.test(url))
    .map(([where, url]) => ({
      where,
      expected: "an address that begins with https://, because a token is sent to it",
      got: JSON.stringify(url),
      cure: "correct it, or unset it",
    }));
}

function tokenProblems(token: string): Problem[] {
  if (token !== "") return [];
  return [
    {
      where: "GITHUB_TOKEN",
      expected: "a token, because GitHub answers few questions without one",
      got: "nothing",
      cure: "set it, for instance to what `gh auth token` prints",
    },
  ];
}
