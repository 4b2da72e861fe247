import { Octokit } from "@octokit/core";
import type { GitHub } from "./emulator.js";
import type { Token } from "./token.js";

/** GitHub's own client, bare: it neither waits nor tries again. */
export function client(github: GitHub, token: Token): Octokit {
  const silent = () => undefined;
  return new Octokit({
    auth: token.secret,
    baseUrl: github.url,
    userAgent: "tests",
    log: { debug: silent, info: silent, warn: silent, error: silent },
  });
}
