import * as pulumi from "@pulumi/pulumi";
import { describeProblems } from "../plan/problem.js";
import { UserError } from "../plan/user-error.js";

/** What the stack says of how to reach GitHub for a delivery. What is left out is in the environment. */
export interface DeliveryConnection {
  /** A secret. */
  readonly token: pulumi.Output<string> | undefined;
  readonly baseUrl: string | undefined;
}

/**
 * How to reach GitHub for a delivery, from `github:token` and `github:baseUrl`. Whoever only previews can do without a
 * token: the preview then says that it did not compare with GitHub.
 *
 * @throws UserError where there is no token: once, not for each system.
 */
export function deliveryConnection(
  isPreview: boolean,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): DeliveryConnection {
  const configuration = new pulumi.Config("github");
  const token = configuration.getSecret("token");
  if (token === undefined && (environment["GITHUB_TOKEN"] ?? "") === "" && !isPreview) {
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
  return { token, baseUrl: configuration.get("baseUrl") };
}
