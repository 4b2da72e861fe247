import type { RequestError } from "@octokit/request-error";
import type { Problem } from "../../problems/problem.js";
import type { Delivery } from "./delivery.js";

/** What GitHub's answer means for a delivery, and what to do about it. */
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
      fix: "look at the network, at github:baseUrl and at githubstatus.com, then run `pulumi up` again",
    };
  }
  if (error.status === 401) {
    return {
      where: "GITHUB_TOKEN or github:token",
      expected: "a token that GitHub takes",
      found: `${found}, for ${where}`,
      fix: "it has expired or was withdrawn: make a new one (docs/delivery.md lists its permissions)",
    };
  }
  if (
    error.status === 429 ||
    headers?.["x-ratelimit-remaining"] === "0" ||
    /rate limit/i.test(error.message)
  ) {
    return {
      where,
      expected: "GitHub to take another call",
      found,
      fix: `wait ${waitOf(error)}, then run \`pulumi up\` again`,
    };
  }
  if (error.status >= 500) {
    return {
      where,
      expected: "an answer from GitHub",
      found,
      fix: "look at githubstatus.com, then run `pulumi up` again",
    };
  }
  if (error.status === 404 && call === LOOK) {
    return {
      where: repository,
      expected: "a repository that the token may see",
      found: "404: there is none of that name, or the token has no right to it",
      fix: `correct repository in systems/${delivery.system} or slipway:owner; else let the token read it (metadata and contents: read)`,
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
      fix: "give the token what is missing, for this repository (docs/delivery.md)",
    };
  }
  return {
    where,
    expected: "GitHub to take it",
    found,
    fix: "look at the rules of the repository for branches and pull requests, and at what others do there just now",
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

/** GitHub's own words: without the address of its documentation, and with what is wrong in each field. */
function messageOf({ message }: RequestError): string {
  return message.replace(/ - https:\/\/docs\.github\.com\S*/, "");
}
