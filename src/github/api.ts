/** How to reach one of GitHub's interfaces. */
export interface GithubApi {
  /** Without a slash at the end: `https://api.github.com`, `https://ghcr.io`. */
  readonly url: string;
  readonly token: string;
}

/** GitHub did not answer, or not as its interface is documented; the message says how, as a fragment. */
export class GithubError extends Error {
  override readonly name = "GithubError";

  /** `status` is that of the answer, where there was one. */
  constructor(
    message: string,
    readonly status?: number,
  ) {
    super(message);
  }
}
