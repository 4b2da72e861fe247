import type { Octokit } from "@octokit/core";
import { apiUrlProblems } from "../../src/github/api.js";
import { githubClient } from "../../src/github/client.js";
import { addressProblems, tokenProblems } from "../../src/registry/connection-problems.js";
import type { Problem } from "../../src/problems/problem.js";
import { refuse } from "../../src/problems/user-error.js";

/** The plugin's connection to GitHub. Tokens stay in memory. */
export class Connection {
  private token: string;
  private readonly clients = new Map<string, Octokit>();

  /** `GITHUB_TOKEN` and `GITHUB_API_URL` apply where the stack sets nothing. */
  constructor(private readonly environment: Readonly<Record<string, string | undefined>>) {
    this.token = environment["GITHUB_TOKEN"] ?? "";
  }

  get hasToken(): boolean {
    return this.token !== "";
  }

  /** Replaces the token. */
  useToken(token: string): void {
    this.token = token;
    this.clients.clear();
  }

  /**
   * The client for an API; `baseUrl` is that of the stack.
   *
   * @throws UserError if the token is missing or malformed, or would be sent without TLS.
   */
  client(baseUrl?: string): Octokit {
    const problems = [
      ...(this.hasToken ? tokenProblems(TOKEN, this.token) : [noToken]),
      ...(baseUrl === undefined
        ? apiUrlProblems(this.environment)
        : addressProblems("github:baseUrl", baseUrl)),
    ];
    refuse(problems, "in the delivery; nothing was changed");
    const url = apiUrl(baseUrl ?? this.environment["GITHUB_API_URL"] ?? "");
    const client = this.clients.get(url) ?? githubClient({ url, token: this.token });
    this.clients.set(url, client);
    return client;
  }
}

const TOKEN = "GITHUB_TOKEN or github:token";

const noToken: Problem = {
  where: TOKEN,
  expected: "a token for GitHub, because slipway:delivery is pull-request",
  found: "none",
  fix: "set GITHUB_TOKEN; github:token of the stack's configuration is available to `preview` and `up` only",
};

/** The API's URL as Pulumi's GitHub provider derives it: GitHub Enterprise Server has it below /api/v3. */
export function apiUrl(baseUrl: string): string {
  const url = (baseUrl === "" ? "https://api.github.com" : baseUrl).replace(/\/+$/, "");
  const { hostname, pathname } = new URL(url);
  const isGithub = hostname === "api.github.com" || hostname.endsWith(".ghe.com");
  return isGithub || pathname.endsWith("/api/v3") ? url : `${url}/api/v3`;
}
