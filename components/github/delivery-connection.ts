import type { Problem } from "../../src/problems/problem.js";
import { connectionOf, type GithubConnection } from "./github-connection.js";

/**
 * How to reach GitHub for a delivery, from `github:token` and `github:baseUrl`. Whoever only previews can do without a
 * token: the preview then says that it did not compare with GitHub.
 *
 * @throws UserError where there is no token, or it would be sent in the clear: once, not for each system.
 */
export function deliveryConnection(
  isPreview: boolean,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): GithubConnection {
  return connectionOf(({ token }) => {
    const isKnown = token !== undefined || (environment["GITHUB_TOKEN"] ?? "") !== "";
    return isKnown || isPreview ? [] : [noToken];
  });
}

const noToken: Problem = {
  where: "GITHUB_TOKEN or github:token",
  expected: "a token for GitHub, because slipway:delivery is pull-request",
  found: "none",
  fix: "set GITHUB_TOKEN, or `pulumi config set --secret github:token`; docs/delivery.md lists its permissions",
};
