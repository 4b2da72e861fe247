import assert from "node:assert/strict";
import { RequestError } from "@octokit/request-error";
import * as v from "valibot";
import { failureProblem } from "../../../../src/delivery/pull-request/failure.js";
import { NO_MEMORY } from "../../../../src/delivery/pull-request/origin.js";
import { delivered, PATH } from "./remotes.js";

const delivery = {
  target: { owner: "acme", repo: "shop" },
  system: "shop",
  stack: "slipway/test",
  files: delivered({ Dockerfile: "FROM old\n" }),
  replaceFiles: new Set<string>(),
  memory: NO_MEMORY,
};
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

  it("is that GitHub has trouble, where it says so", () => {
    assert.deepEqual(problemOf("POST /git/commits", { status: 502, message: "Server Error" }), {
      where: "acme/shop, creating the branch",
      expected: "an answer from GitHub",
      found: "502 Server Error",
      fix: "check githubstatus.com, then run `pulumi up` again",
    });
  });

  const limits: readonly (readonly [what: string, answer: Answer, wait: string])[] = [
    [
      "the hour's calls are used up",
      {
        status: 403,
        message: "API rate limit exceeded for user ID 1.",
        headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1795000000" },
      },
      "until 2026-11-18T11:06:40.000Z",
    ],
    [
      "there were too many at once",
      {
        status: 403,
        message: "You have exceeded a secondary rate limit.",
        headers: { "retry-after": "120" },
      },
      "120 seconds",
    ],
    ["there is no telling how long", { status: 429, message: "Too many requests" }, "a few minutes"],
  ];
  for (const [what, answer, wait] of limits) {
    it(`is to wait, where ${what}`, () => {
      assert.deepEqual(problemOf("GET /pulls", answer), {
        where: "acme/shop, the pull request",
        expected: "a call within GitHub's rate limit",
        found: `${answer.status} ${answer.message}`,
        fix: `wait ${wait}, then run \`pulumi up\` again`,
      });
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

  it("is what GitHub says, where nothing more is known, without the address of its documentation", () => {
    const message =
      "Repository rule violations found - https://docs.github.com/rest/git/refs#update-a-reference";
    assert.deepEqual(problemOf("PATCH /git/refs/x", { status: 422, message }), {
      where: "acme/shop, creating the branch",
      expected: "GitHub to accept the call",
      found: "422 Repository rule violations found",
      fix: "check the repository's rules for branches and pull requests, and whether others change it at the same time",
    });
  });
});
