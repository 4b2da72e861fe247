import type { CiAccess, Configuration } from "../../../../src/configuration/configuration.js";
import type { GithubRepository, JobOrigin } from "../../../../src/plan/access/github-subject.js";
import type { AwsPlace } from "../../../../src/plan/access/role-documents.js";
import type { RolePlan } from "../../../../src/plan/resolved-system.js";
import { configuration as usual } from "../fixtures.js";

/** The AWS role of a workflow, switched on and nothing else chosen. */
export const role: Extract<CiAccess, { kind: "role" }> = {
  kind: "role",
  oidcProvider: "existing",
  sessionHours: 1,
  githubIds: {},
  pullers: [],
};

/** The usual configuration, with the role. */
export const configuration: Configuration = { ...usual, ciAccess: role };

/** Where the registry of the roles is. */
export const place: AwsPlace = { account: "123456789012", region: "eu-west-1" };

/** A role to push to `app` for these jobs of a repository. */
export function pushRole(repository: GithubRepository, origins: readonly JobOrigin[]): RolePlan {
  return {
    name: "slipway-app-push",
    description: "",
    right: "push",
    repositories: ["app"],
    trusted: { kind: "github", repository, origins },
    region: place.region,
    maxSessionDuration: 3600,
    permissionsBoundary: undefined,
  };
}
