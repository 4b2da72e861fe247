import * as pulumi from "@pulumi/pulumi";
import { describeProblems } from "../plan/problem.js";
import { UserError } from "../plan/user-error.js";

/**
 * Makes sure that a delivery can begin. Whoever only previews can do without: the preview then says that it did not
 * compare with GitHub.
 *
 * @throws UserError where there is no token: once, not for each system.
 */
export function requireDeliveryToken(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): void {
  const configured = new pulumi.Config("github").getSecret("token") !== undefined;
  if (configured || (environment["GITHUB_TOKEN"] ?? "") !== "") return;
  throw new UserError(
    describeProblems([
      {
        where: "GITHUB_TOKEN or github:token",
        expected: "a token for GitHub, because slipway:delivery is pull-request",
        got: "none",
        cure: "set GITHUB_TOKEN, or `pulumi config set --secret github:token`; docs/delivery.md lists what it has to be allowed",
      },
    ]),
  );
}
