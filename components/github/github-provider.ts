import { getVersion } from "@pulumi/github/utilities.js";
import * as pulumi from "@pulumi/pulumi";

/** How a stack reaches GitHub. What is left out, Pulumi's plugin takes from the environment. */
export interface GithubConnection {
  /** Kept encrypted in state. Default: `GITHUB_TOKEN`, or a GitHub App by `GITHUB_APP_ID` and its like. */
  readonly token?: pulumi.Output<string> | undefined;
  /** Address of the API. Default: `GITHUB_BASE_URL`, or api.github.com. */
  readonly baseUrl?: string | undefined;
}

/**
 * Pulumi's plugin for GitHub, for the repositories of one owner: the plugin knows one at a time.
 *
 * Not `Provider` of `@pulumi/github`: that copies `GITHUB_TOKEN` into the stack's state, where a token that lives an
 * hour is a difference in every `up`, and stale at the next `destroy`.
 */
export class GithubProvider extends pulumi.ProviderResource {
  constructor(owner: string, { token, baseUrl }: GithubConnection, options?: pulumi.ResourceOptions) {
    super(
      "github",
      `github-${owner}`,
      { owner, token: token && pulumi.secret(token), baseUrl },
      { version: getVersion(), ...options },
    );
  }
}
