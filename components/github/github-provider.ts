import { getVersion } from "@pulumi/github/utilities.js";
import * as pulumi from "@pulumi/pulumi";
import type { GithubConnection } from "./github-connection.js";

/** As GitHub's runners write it in `GITHUB_API_URL`. */
const GITHUB_API = "https://api.github.com";

/**
 * Pulumi's plugin for GitHub, for the repositories of one owner: the plugin serves one at a time.
 *
 * Not `Provider` of `@pulumi/github`, which copies `GITHUB_TOKEN` into the stack's state: a short-lived token would be
 * a difference in every `up`, and expired at the next `destroy`.
 */
export class GithubProvider extends pulumi.ProviderResource {
  constructor(owner: string, { token, baseUrl }: GithubConnection, options?: pulumi.ResourceOptions) {
    super(
      "github",
      `github-${owner}`,
      // Always set, because the plugin would read GITHUB_BASE_URL.
      { owner, token: token && pulumi.secret(token), baseUrl: baseUrl ?? GITHUB_API },
      { version: getVersion(), ...options },
    );
  }
}
