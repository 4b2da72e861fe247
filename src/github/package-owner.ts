import type { Octokit } from "@octokit/core";
import * as v from "valibot";
import { GithubError } from "./api.js";
import { ask } from "./client.js";

/** A package's owner, and where GitHub's API keeps the owner's packages. */
export interface PackageOwner {
  readonly login: string;
  readonly kind: "organization" | "user";
  /** `/orgs/NAME`, `/users/NAME`, or `/user` for the token's own account, which lists private packages too. */
  readonly path: string;
}

const account = v.object({ login: v.string(), type: v.string() });

/**
 * Finds out whether a name is an organisation's, a user's, or the token's own.
 *
 * @throws GithubError
 */
export async function packageOwner(octokit: Octokit, name: string): Promise<PackageOwner> {
  const { login, type } = await ask(octokit, "GET /users/{name}", { name }, account);
  if (type === "Organization") return { login, kind: "organization", path: `/orgs/${login}` };
  const own = await ownLogin(octokit);
  return { login, kind: "user", path: own === login ? "/user" : `/users/${login}` };
}

/** The token's user. A workflow's token has none. */
async function ownLogin(octokit: Octokit): Promise<string | undefined> {
  try {
    return (await ask(octokit, "GET /user", {}, account)).login;
  } catch (error) {
    if (error instanceof GithubError && (error.status === 401 || error.status === 403)) return undefined;
    throw error;
  }
}
