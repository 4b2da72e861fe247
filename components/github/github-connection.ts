import * as pulumi from "@pulumi/pulumi";
import { apiUrlProblems } from "../../src/github/api.js";
import type { Problem } from "../../src/problems/problem.js";
import { refuse } from "../../src/problems/user-error.js";
import { addressProblems } from "../../src/registry/connection-problems.js";

/** How to reach GitHub: keys of the namespace `github`, as for Pulumi's own plugin, or else the environment. */
export interface GithubConnection {
  /** A secret. Undefined: the plugin takes what it needs from the environment. */
  readonly token: pulumi.Output<string> | undefined;
  /** Address of the API, such as `https://github.example.com/api/v3/`. Undefined: api.github.com. */
  readonly baseUrl: string | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Either one authenticates. */
const CREDENTIALS = ["GITHUB_TOKEN", "GITHUB_APP_ID"];
/** Pulumi's plugin uses these instead of a repository's owner. */
const DIVERTING = ["GITHUB_OWNER", "GITHUB_ORGANIZATION"];

/**
 * How Pulumi's plugin reaches GitHub for repository settings. A preview needs no token: it asks GitHub no more than what
 * anybody may know.
 *
 * @throws UserError where nothing says who is there, a token would be sent in the clear, or the environment would divert
 * calls to another host, or to another owner's repositories of the same names.
 */
export function settingsConnection(
  isPreview: boolean,
  environment: Environment = process.env,
): GithubConnection {
  const { token, baseUrl } = connectionOf(environment, (hasToken) => [
    ...(isPreview || hasToken || CREDENTIALS.some((name) => isSet(environment, name))
      ? []
      : [
          {
            where: "github:token",
            expected: "a token for GitHub, because slipway:repositorySettings is managed",
            found: "none, and none in the environment",
            fix: "set GITHUB_TOKEN, or `pulumi config set --secret github:token`; docs/repository-settings.md lists its permissions",
          },
        ]),
    ...DIVERTING.filter((name) => isSet(environment, name)).map((name) => ({
      where: `${name} in the environment`,
      expected: "nothing: slipway:owner and the catalogue say whose a repository is",
      found: JSON.stringify(environment[name]),
      fix: `unset ${name}`,
    })),
  ]);
  const byEnvironment = isSet(environment, "GITHUB_API_URL") ? environment["GITHUB_API_URL"] : undefined;
  return { token, baseUrl: baseUrl ?? byEnvironment };
}

/**
 * How Slipway's own plugin reaches GitHub for a delivery. It reads the environment itself where the stack sets nothing.
 * A preview without a token reports that it did not compare with GitHub.
 *
 * @throws UserError where there is no token, or it would be sent in the clear: once, not for each system.
 */
export function deliveryConnection(
  isPreview: boolean,
  environment: Environment = process.env,
): GithubConnection {
  return connectionOf(environment, (hasToken) =>
    isPreview || hasToken || isSet(environment, "GITHUB_TOKEN")
      ? []
      : [
          {
            where: "GITHUB_TOKEN or github:token",
            expected: "a token for GitHub, because slipway:delivery is pull-request",
            found: "none",
            fix: "set GITHUB_TOKEN, or `pulumi config set --secret github:token`; docs/delivery.md lists its permissions",
          },
        ],
  );
}

/** What the stack sets, checked together with `problemsWith` it. */
function connectionOf(
  environment: Environment,
  problemsWith: (hasToken: boolean) => readonly Problem[],
): GithubConnection {
  const configuration = new pulumi.Config("github");
  const connection = { token: configuration.getSecret("token"), baseUrl: configuration.get("baseUrl") };
  const { token, baseUrl } = connection;
  refuse([
    ...problemsWith(token !== undefined),
    ...(baseUrl === undefined ? apiUrlProblems(environment) : addressProblems("github:baseUrl", baseUrl)),
  ]);
  return connection;
}

function isSet(environment: Environment, name: string): boolean {
  return (environment[name] ?? "") !== "";
}
