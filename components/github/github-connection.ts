import * as pulumi from "@pulumi/pulumi";
import { addressProblems } from "../../src/registry/connection-problems.js";
import type { Problem } from "../../src/problems/problem.js";
import { refuse } from "../../src/problems/user-error.js";

/** What the stack says of how to reach GitHub: keys of the namespace `github`, as Pulumi's own plugin has them. */
export interface GithubConnection {
  /** A secret. Undefined where the plugin is to take what it needs from the environment. */
  readonly token: pulumi.Output<string> | undefined;
  readonly baseUrl: string | undefined;
}

/** Either is enough to say who is there. */
const CREDENTIALS = ["GITHUB_TOKEN", "GITHUB_APP_ID"];
/** The plugin takes these in place of the owner that a repository has. */
const DIVERTING = ["GITHUB_OWNER", "GITHUB_ORGANIZATION"];

/**
 * How to reach GitHub, from the current stack and the environment. A preview does without a token: it asks GitHub no
 * more than what anybody may know.
 *
 * @throws UserError where nothing says who is there, a token would be sent in the clear, or the environment would divert
 * calls to another owner's repositories of the same names.
 */
export function githubConnection(
  isPreview: boolean,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): GithubConnection {
  const isSet = (name: string) => (environment[name] ?? "") !== "";
  return connectionOf(({ token }) => [
    ...(isPreview || token !== undefined || CREDENTIALS.some(isSet)
      ? []
      : [
          {
            where: "github:token",
            expected: "a token for GitHub, because slipway:repositorySettings is managed",
            found: "none, and none in the environment",
            fix: "set GITHUB_TOKEN, or `pulumi config set --secret github:token`; docs/repository-settings.md lists its permissions",
          },
        ]),
    ...DIVERTING.filter(isSet).map((name) => ({
      where: `${name} in the environment`,
      expected: "nothing: slipway:owner and the catalogue say whose a repository is",
      found: JSON.stringify(environment[name]),
      fix: `unset ${name}`,
    })),
  ]);
}

/** What the stack says of how to reach GitHub. @throws UserError with `problemsWith` it, and with its address. */
export function connectionOf(
  problemsWith: (connection: GithubConnection) => readonly Problem[],
): GithubConnection {
  const configuration = new pulumi.Config("github");
  const connection = { token: configuration.getSecret("token"), baseUrl: configuration.get("baseUrl") };
  const { baseUrl } = connection;
  const problems = [
    ...problemsWith(connection),
    ...(baseUrl === undefined ? [] : addressProblems("github:baseUrl", baseUrl)),
  ];
  refuse(problems);
  return connection;
}
