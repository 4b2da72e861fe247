import type { Octokit } from "@octokit/core";
import * as v from "valibot";
import { githubClient } from "../../github/client.js";
import type { Problem } from "../../plan/problem.js";
import { Refusal } from "../../plan/refusal.js";

/** Makes the client at the first use. @throws Refusal where there is no token. */
export type Connect = () => Octokit;

/** Pulumi gives every plugin the stack's configuration, decrypted, as JSON. */
const configuration = v.fallback(
  v.pipe(
    v.string(),
    v.parseJson(),
    v.object({ "github:token": v.optional(v.string()), "github:baseUrl": v.optional(v.string()) }),
  ),
  {},
);

/**
 * How to reach GitHub: `github:token` and `github:baseUrl` of the stack's configuration, else `GITHUB_TOKEN` and
 * `GITHUB_BASE_URL`. They are read anew in every run, and so are in no state.
 */
export function connect(environment: Readonly<Record<string, string | undefined>>): Connect {
  const given = v.parse(configuration, environment["PULUMI_CONFIG"] ?? "");
  const token = given["github:token"] ?? environment["GITHUB_TOKEN"] ?? "";
  const url = apiUrl(given["github:baseUrl"] ?? environment["GITHUB_BASE_URL"] ?? "");
  let client: Octokit | undefined;
  return () => {
    if (token === "") throw new Refusal([noToken], "in the delivery; nothing was changed");
    client ??= githubClient({ url, token });
    return client;
  };
}

const noToken: Problem = {
  where: "GITHUB_TOKEN or github:token",
  expected: "a token for GitHub, because slipway:delivery is pull-request",
  got: "none",
  cure: "set GITHUB_TOKEN, or `pulumi config set --secret github:token`; docs/delivery.md lists what it has to be allowed",
};

/** The address of the API as Pulumi's own GitHub plugin reads it: an enterprise's server has it below /api/v3. */
export function apiUrl(baseUrl: string): string {
  const url = (baseUrl === "" ? "https://api.github.com" : baseUrl).replace(/\/+$/, "");
  const { hostname, pathname } = new URL(url);
  const isGithub = hostname === "api.github.com" || hostname.endsWith(".ghe.com");
  return isGithub || pathname.endsWith("/api/v3") ? url : `${url}/api/v3`;
}
