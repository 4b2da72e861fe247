import * as pulumi from "@pulumi/pulumi";
import { addressProblems } from "../github/connection-problems.js";
import { describeProblems, type Problem } from "../plan/problem.js";
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
 * @throws UserError where there is no token, or it would be sent in the clear: once, not for each system.
 */
export function deliveryConnection(
  isPreview: boolean,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): DeliveryConnection {
  const configuration = new pulumi.Config("github");
  const token = configuration.getSecret("token");
  const baseUrl = configuration.get("baseUrl");
  const isKnown = token !== undefined || (environment["GITHUB_TOKEN"] ?? "") !== "";
  const problems = [
    ...(isKnown || isPreview ? [] : [noToken]),
    ...(baseUrl === undefined ? [] : addressProblems("github:baseUrl", baseUrl)),
  ];
  if (problems.length > 0) throw new UserError(describeProblems(problems));
  return { token, baseUrl };
}

const noToken: Problem = {
  where: "GITHUB_TOKEN or github:token",
  expected: "a token for GitHub, because slipway:delivery is pull-request",
  got: "none",
  cure: "set GITHUB_TOKEN, or `pulumi config set --secret github:token`; docs/delivery.md lists what it has to be allowed",
};
