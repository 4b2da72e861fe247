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
