import type { RequestError } from "@octokit/request-error";
import type { Problem } from "../../problems/problem.js";
import type { Delivery } from "./delivery.js";

/** Explains a failed call to GitHub, and how to fix it. */
export function failureProblem(error: RequestError, delivery: Delivery): Problem {
  const repository = `${delivery.target.owner}/${delivery.target.repo}`;
  const call = callOf(error, repository);
  const where = `${repository}, ${call}`;
  const found = `${error.status} ${messageOf(error)}`;
  const { headers } = error.response ?? {};
  if (error.response === undefined) {
    return {
      where,
      expected: "an answer from GitHub",
      found: messageOf(error),
      fix: "check the network, github:baseUrl and githubstatus.com, then run `pulumi up` again",
    };
  }
  if (error.status === 401) {
    return {
      where: "GITHUB_TOKEN or github:token",
      expected: "a valid token",
      found: `${found}, for ${where}`,
      fix: "it has expired or was revoked: create a new one (docs/delivery.md lists its permissions)",
    };
  }
  if (
    error.status === 429 ||
    headers?.["x-ratelimit-remaining"] === "0" ||
    /rate limit/i.test(error.message)
  ) {
    return {
      where,
      expected: "a call within GitHub's rate limit",
      found,
      fix: `wait ${waitOf(error)}, then run \`pulumi up\` again`,
    };
  }
  if (error.status >= 500) {
    return {
      where,
      expected: "an answer from GitHub",
      found,
      fix: "check githubstatus.com, then run `pulumi up` again",
    };
  }
  if (error.status === 404 && call === LOOK) {
    return {
      where: repository,
      expected: "a repository that the token may see",
      found: "404: it does not exist, or the token may not see it",
      fix: `correct repository in systems/${delivery.system} or slipway:owner; or give the token access (metadata and contents: read)`,
    };
  }
  if (error.status === 404 && call === READ) {
    return {
      where: repository,
      expected: "a repository with a commit on its default branch",
      found: "an empty one",
      fix: "push a first commit to it",
    };
  }
  if (error.status === 403 || error.status === 404) {
    const had = headers?.["x-oauth-scopes"];
    return {
      where,
      expected: `a token with ${rightsFor(call, delivery)}`,
      found: had === undefined ? found : `${found}; the token has the scopes ${had === "" ? "none" : had}`,
      fix: "give the token the missing permissions for this repository (docs/delivery.md)",
    };
  }
  return {
    where,
    expected: "GitHub to accept the call",
    found,
    fix: "check the repository's rules for branches and pull requests, and whether others change it at the same time",
  };
}

const LOOK = "looking at it";
const COMMIT = "making the branch";
const REQUEST = "the pull request";
const READ = "reading it";

function callOf({ request }: RequestError, repository: string): string {
  const [, path = ""] = new URL(request.url).pathname.split(`/repos/${repository}`);
  if (path === "") return LOOK;
  if (path.startsWith("/pulls")) return REQUEST;
  return request.method === "GET" ? READ : COMMIT;
}

function rightsFor(call: string, { files }: Delivery): string {
  const hasWorkflows = files.some(({ path }) => path.startsWith(".github/workflows/"));
  switch (call) {
    case REQUEST:
      return "pull requests: write (classic: repo)";
    case COMMIT:
      return hasWorkflows
        ? "contents: write and workflows: write (classic: repo and workflow)"
        : "contents: write (classic: repo)";
    default:
      return "contents: read (classic: repo)";
  }
}

function waitOf({ response }: RequestError): string {
  const after = Number(response?.headers["retry-after"]);
  if (after > 0) return `${after} seconds`;
  const reset = Number(response?.headers["x-ratelimit-reset"]);
  return reset > 0 ? `until ${new Date(reset * 1000).toISOString()}` : "a few minutes";
}

/** GitHub's message, without the documentation's address, with the errors of each field. */
function messageOf({ message }: RequestError): string {
  return message.replace(/ - https:\/\/docs\.github\.com\S*/, "");
}
