import assert from "node:assert/strict";
import { RequestError } from "@octokit/request-error";
import * as v from "valibot";
import { failureProblem } from "../../../../src/delivery/pull-request/failure.js";
import { delivered, deliveryOf, PATH } from "./remotes.js";

const delivery = deliveryOf({ Dockerfile: "FROM old\n" });
const API = "https://github.test/api/v3/repos/acme/shop";

const methods = v.picklist(["GET", "PATCH", "POST"]);

interface Answer {
  readonly status: number;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
}

function problemOf(call: string, { status, message, headers = {} }: Answer, of = delivery) {
  const [method, path = ""] = call.split(" ");
  const request = { method: v.parse(methods, method), url: API + path, headers: {} };
  const response = { status, url: request.url, headers, data: {} };
  return failureProblem(new RequestError(message, status, { request, response }), of);
}

describe("what GitHub's answer means for a delivery", () => {
  it("is that it cannot be reached, where there is none", () => {
    const request = { method: "GET" as const, url: API, headers: {} };
    assert.deepEqual(failureProblem(new RequestError("connect ECONNREFUSED", 500, { request }), delivery), {
      where: "acme/shop, reading the repository",
      expected: "an answer from GitHub",
      found: "connect ECONNREFUSED",
      fix: "check the network, github:baseUrl and githubstatus.com, then run `pulumi up` again",
    });
  });

  const reset = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1795000000" };
  const cases: readonly (readonly [call: string, answer: Answer, problem: string])[] = [
    [
      "POST /git/commits",
      { status: 502, message: "Server Error" },
      "acme/shop, creating the branch | an answer from GitHub | 502 Server Error | check githubstatus.com, then run `pulumi up` again",
    ],
    [
      "GET ",
      { status: 401, message: "Bad credentials" },
      "GITHUB_TOKEN or github:token | a valid token | 401 Bad credentials, for acme/shop, reading the repository | it has expired or was revoked: create a new one (docs/delivery.md lists its permissions)",
    ],
    [
      "GET ",
      { status: 404, message: "Not Found" },
      "acme/shop | a repository that the token may see | 404: it does not exist, or the token may not see it | correct repository in systems/shop or slipway:owner; or give the token access (metadata and contents: read)",
    ],
    [
      "GET /branches/main",
      { status: 404, message: "Not Found" },
      "acme/shop | a repository with a commit on its default branch | an empty one | push a first commit to it",
    ],
    [
      "POST /pulls",
      { status: 404, message: "Not Found", headers: { "x-oauth-scopes": "gist" } },
      "acme/shop, the pull request | a token with pull requests: write (classic: repo) | 404 Not Found; the token has the scopes gist | give the token the missing permissions for this repository (docs/delivery.md)",
    ],
    [
      "POST /pulls",
      { status: 403, message: "no", headers: { "x-oauth-scopes": "" } },
      "acme/shop, the pull request | a token with pull requests: write (classic: repo) | 403 no; the token has the scopes none | give the token the missing permissions for this repository (docs/delivery.md)",
    ],
    [
      "GET /pulls",
      { status: 403, message: "API rate limit exceeded for user ID 1.", headers: reset },
      "acme/shop, the pull request | a call within GitHub's rate limit | 403 API rate limit exceeded for user ID 1. | wait until 2026-11-18T11:06:40.000Z, then run `pulumi up` again",
    ],
    [
      "GET /git/trees/1",
      {
        status: 403,
        message: "You have exceeded a secondary rate limit.",
        headers: { "retry-after": "120" },
      },
      "acme/shop, reading its content | a call within GitHub's rate limit | 403 You have exceeded a secondary rate limit. | wait 120 seconds, then run `pulumi up` again",
    ],
    [
      "GET /pulls",
      { status: 429, message: "Too many requests" },
      "acme/shop, the pull request | a call within GitHub's rate limit | 429 Too many requests | wait a few minutes, then run `pulumi up` again",
    ],
    [
      "PATCH /git/refs/x",
      {
        status: 422,
        message: "Rule violations found - https://docs.github.com/rest/git/refs#update-a-reference",
      },
      "acme/shop, creating the branch | GitHub to accept the call | 422 Rule violations found | check the repository's rules for branches and pull requests, and whether others change it at the same time",
    ],
  ];
  for (const [call, answer, problem] of cases) {
    it(`of ${answer.status} to ${call}: ${problem}`, () => {
      const { where, expected, found, fix } = problemOf(call, answer);
      assert.equal([where, expected, found, fix].join(" | "), problem);
    });
  }

  const rights: readonly (readonly [call: string, files: readonly string[], right: string])[] = [
    ["GET /pulls", ["Dockerfile"], "pull requests: write (classic: repo)"],
    ["PATCH /pulls/1", ["Dockerfile"], "pull requests: write (classic: repo)"],
    ["GET /branches/main", ["Dockerfile"], "contents: read (classic: repo)"],
    ["GET /git/trees/1", [PATH], "contents: read (classic: repo)"],
    ["POST /git/trees", ["Dockerfile"], "contents: write (classic: repo)"],
    [
      "POST /git/trees",
      ["Dockerfile", PATH],
      "contents: write and workflows: write (classic: repo and workflow)",
    ],
    [
      "PATCH /git/refs/heads%2Fslipway%2Fdeliver",
      [PATH],
      "contents: write and workflows: write (classic: repo and workflow)",
    ],
  ];
  for (const [call, files, right] of rights) {
    it(`names ${right} for ${call} with ${files.join(" and ")}`, () => {
      const of = { ...delivery, files: delivered(Object.fromEntries(files.map((path) => [path, ""]))) };
      assert.equal(problemOf(call, { status: 403, message: "no" }, of).expected, `a token with ${right}`);
    });
  }
});
