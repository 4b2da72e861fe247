import type { RequestError } from "@octokit/request-error";
import type { Problem } from "../../problems/problem.js";
import type { Delivery } from "./delivery.js";

/** Explains a failed call to GitHub, and how to fix it. */
export function failureProblem(error: RequestError, delivery: Delivery): Problem {
  const repository = `${delivery.target.owner}/${delivery.target.repo}`;
  const { status, response, message } = error;
  const call = callOf(error, repository);
  const where = `${repository}, ${call}`;
  const expected = "an answer from GitHub";
  // Without the documentation's address.
  const said = message.replace(/ - https:\/\/docs\.github\.com\S*/, "");
  if (response === undefined) {
    const fix = "check the network, github:baseUrl and githubstatus.com, then run `pulumi up` again";
    return { where, expected, found: said, fix };
  }
  const found = `${status} ${said}`;
  const { "x-ratelimit-remaining": remaining, "x-oauth-scopes": scopes } = response.headers;
  if (status === 401) {
    return {
      where: "GITHUB_TOKEN or github:token",
      expected: "a valid token",
      found: `${found}, for ${where}`,
      fix: "it has expired or was revoked: create a new one (docs/delivery.md lists its permissions)",
    };
  }
  if (status === 429 || remaining === "0" || /rate limit/i.test(message)) {
    const fix = `wait ${waitOf(response.headers)}, then run \`pulumi up\` again`;
    return { where, expected: "a call within GitHub's rate limit", found, fix };
  }
  if (status >= 500) {
    return { where, expected, found, fix: "check githubstatus.com, then run `pulumi up` again" };
  }
  if (status === 404 && call === LOOK) {
    return {
      where: repository,
      expected: "a repository that the token may see",
      found: "404: it does not exist, or the token may not see it",
      fix: `correct repository in systems/${delivery.system} or slipway:owner; or give the token access (metadata and contents: read)`,
    };
  }
  if (status === 404 && call === READ) {
    return {
      where: repository,
      expected: "a repository with a commit on its default branch",
      found: "an empty one",
      fix: "push a first commit to it",
    };
  }
  if (status === 403 || status === 404) {
    return {
      where,
      expected: `a token with ${permissionsFor(call, delivery)}`,
      found: scopes === undefined ? found : `${found}; the token has the scopes ${scopes || "none"}`,
      fix: "give the token the missing permissions for this repository (docs/delivery.md)",
    };
  }
  const fix =
    "check the repository's rules for branches and pull requests, and whether others change it at the same time";
  return { where, expected: "GitHub to accept the call", found, fix };
}

const LOOK = "reading the repository";
const COMMIT = "creating the branch";
const REQUEST = "the pull request";
const READ = "reading its content";

function callOf({ request }: RequestError, repository: string): string {
  const [, path = ""] = new URL(request.url).pathname.split(`/repos/${repository}`);
  if (path === "") return LOOK;
  if (path.startsWith("/pulls")) return REQUEST;
  return request.method === "GET" ? READ : COMMIT;
}

function permissionsFor(call: string, { files }: Delivery): string {
  if (call === REQUEST) return "pull requests: write (classic: repo)";
  if (call !== COMMIT) return "contents: read (classic: repo)";
  return files.some(({ path }) => path.startsWith(".github/workflows/"))
    ? "contents: write and workflows: write (classic: repo and workflow)"
    : "contents: write (classic: repo)";
}

function waitOf(headers: Readonly<Record<string, string | number | undefined>>): string {
  const after = Number(headers["retry-after"]);
  if (after > 0) return `${after} seconds`;
  const reset = Number(headers["x-ratelimit-reset"]);
  return reset > 0 ? `until ${new Date(reset * 1000).toISOString()}` : "a few minutes";
}
