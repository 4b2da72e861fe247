import type { Problem } from "../problems/problem.js";
import { addressProblems } from "../registry/connection-problems.js";

/** How to reach one of GitHub's APIs. */
export interface GithubApi {
  /** Without a slash at the end: `https://api.github.com`, `https://ghcr.io`. */
  readonly url: string;
  readonly token: string;
}

/** GitHub did not answer, or not as its API is documented. The message is a fragment. */
export class GithubError extends Error {
  override readonly name = "GithubError";

  /** `status` is the response's, if there was one. */
  constructor(
    message: string,
    readonly status?: number,
  ) {
    super(message);
  }
}

/**
 * What is wrong with the environment's address of GitHub's API. `GITHUB_API_URL` is the variable that GitHub's own tools
 * read; Pulumi's plugin alone reads `GITHUB_BASE_URL`, which is refused, because the two could name two hosts.
 */
export function apiUrlProblems(environment: Readonly<Record<string, string | undefined>>): Problem[] {
  const { GITHUB_API_URL: url = "", GITHUB_BASE_URL: former = "" } = environment;
  return [
    ...(url === "" ? [] : addressProblems("GITHUB_API_URL", url)),
    ...(former === ""
      ? []
      : [
          {
            where: "GITHUB_BASE_URL in the environment",
            expected: "GITHUB_API_URL, which GitHub's own tools read",
            found: JSON.stringify(former),
            fix: "unset it, and set GITHUB_API_URL or github:baseUrl",
          },
        ]),
  ];
}
