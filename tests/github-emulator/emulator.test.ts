import { deepEqual, equal, ok, rejects, throws } from "node:assert/strict";
import { GitHub } from "./emulator.js";
import type { Fault } from "./faults.js";
import type { Repository } from "./repository.js";
import type { Token, TokenOptions } from "./token.js";

const UNKNOWN_SHA = "1".repeat(40);
const WORKFLOW = ".github/workflows/ci.yml";
const EVERYTHING = {
  permissions: {
    administration: "write",
    actions: "read",
    contents: "write",
    pull_requests: "write",
    workflows: "write",
  },
} as const satisfies TokenOptions;
const NOT_BY_TOKEN = [403, "Resource not accessible by personal access token"];

interface Refusal {
  readonly message?: string;
  readonly errors?: readonly { readonly message?: string; readonly field?: string }[];
}

/** What the tests of Slipway against the emulator do not show of it by themselves. */
describe("the GitHub emulator", () => {
  let github: GitHub;
  let shop: Repository;
  let token: Token;

  beforeEach(async () => {
    github = await GitHub.start();
    shop = github.repository("acme/shop", { files: { "README.md": "shop\n" } });
    shop.commit("work", { a: "1" }, "Work\n", "main");
    token = github.token(EVERYTHING);
  });
  afterEach(() => github.stop());

  async function call(method: string, path: string, body?: unknown, as = token) {
    const response = await fetch(`${github.url}/api/v3/repos/acme/shop${path}`, {
      method,
      headers: { authorization: `Bearer ${as.secret}`, "user-agent": "tests" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const { status, headers } = response;
    return { status, headers, body: text === "" ? undefined : (JSON.parse(text) as unknown) };
  }

  /** What a call is refused with: status, message, and each mistake's message or field. */
  async function refused(...args: Parameters<typeof call>): Promise<unknown[]> {
    const { status, body } = await call(...args);
    ok(status >= 300, "it was not refused");
    const { message, errors = [] } = body as Refusal;
    return [status, message, ...errors.map((error) => error.message ?? error.field)];
  }

  function head(branch: string): string {
    const commit = shop.head(branch);
    ok(commit !== undefined);
    return commit;
  }
  const open = (branch: string, base = "main") => ({ title: "Work", head: branch, base, body: "" });
  const treeWith = (path: string, more: object = { content: "on: push\n" }) => ({
    base_tree: head("main"),
    tree: [{ path, mode: "100644", type: "blob", ...more }],
  });

  const ref = "/git/refs/heads";
  const rule = "Repository rule violations found\n\n";
  const noAlerts = "Vulnerability alerts must be enabled to configure automated security fixes.";
  for (const [what, method, path, body, answer] of [
    [
      "a reference to nothing",
      "POST",
      "/git/refs",
      { ref: "refs/heads/a", sha: UNKNOWN_SHA },
      "Object does not exist",
    ],
    [
      "to move a branch back",
      "PATCH",
      `${ref}/work`,
      { sha: "main", force: false },
      "Update is not a fast forward",
    ],
    [
      "to move the protected branch",
      "PATCH",
      `${ref}/main`,
      { sha: "work", force: false },
      `${rule}Changes must be made through a pull request.\n\n`,
    ],
    ["to delete it", "DELETE", `${ref}/main`, undefined, `${rule}Cannot delete this branch\n\n`],
    ["to delete what is not there", "DELETE", `${ref}/none`, undefined, "Reference does not exist"],
    [
      "a body that lacks something",
      "POST",
      "/git/refs",
      { sha: "main" },
      'Invalid request.\n\n"ref" wasn\'t supplied.',
    ],
    [
      "a body with more",
      "POST",
      "/pulls",
      { ...open("work"), a: 1 },
      'Invalid request.\n\n"a" is not a permitted key.',
    ],
    ["security fixes without alerts", "PUT", "/automated-security-fixes", undefined, noAlerts],
  ] as const) {
    it(`refuses ${what}`, async () => {
      const sha = body !== undefined && "sha" in body ? { sha: shop.head(body.sha) ?? body.sha } : {};
      deepEqual(await refused(method, path, body && { ...body, ...sha }), [422, answer]);
    });
  }

  it("refuses trees and commits of what is not there", async () => {
    const parents = [head("main")];
    const commit = { message: "m", tree: shop.objects.knownCommit(head("main")).tree, parents };
    const noParent = "Parent SHA does not exist or is not a commit object";
    for (const [path, body, message] of [
      ["trees", treeWith("a", { sha: UNKNOWN_SHA }), `tree.sha ${UNKNOWN_SHA} is not a valid blob`],
      ["commits", { ...commit, tree: UNKNOWN_SHA }, "Tree SHA does not exist"],
      ["commits", { ...commit, parents: [UNKNOWN_SHA] }, noParent],
    ] as const) {
      deepEqual(await refused("POST", `/git/${path}`, body), [422, message]);
    }
  });

  it("has no pull requests without commits or without a branch", async () => {
    shop.createReference("refs/heads/same", head("main"));
    for (const [wanted, mistake] of [
      [open("same"), "No commits between main and same"],
      [open("none"), "head"],
      [open("same", "none"), "base"],
    ] as const) {
      deepEqual(await refused("POST", "/pulls", wanted), [422, "Validation Failed", mistake]);
    }
  });

  it("has pull requests follow what is pushed to the branch, and its end", async () => {
    await call("POST", "/pulls", open("work"));
    equal(shop.commit("work", { a: "2" }), shop.pullRequest(1).head.sha);
    shop.deleteReference("refs/heads/work");
    deepEqual([shop.pullRequest(1).state, shop.pullRequest(1).mergedAt], ["closed", undefined]);
  });

  for (const [how, parents] of [
    ["merge", 2],
    ["squash", 1],
  ] as const) {
    it(`merges by ${how}, with what became of the base, unless both sides changed a file`, async () => {
      await call("POST", "/pulls", open("work"));
      shop.commit("main", { b: "2" });
      shop.merge(1, how);
      deepEqual(shop.textsOn("main"), { "README.md": "shop\n", a: "1", b: "2" });
      equal(shop.objects.knownCommit(head("main")).parents.length, parents);
      shop.commit("other", { a: "2" }, "Work\n", "main");
      await call("POST", "/pulls", open("other"));
      shop.commit("main", { a: "3" });
      throws(() => {
        shop.merge(2, how);
      }, new Error("merge conflict in a"));
    });
  }

  for (const [who, options, path, answer] of [
    ["a token without the permission", { permissions: { contents: "read" } }, "a", NOT_BY_TOKEN],
    ["a classic token without the scope", { kind: "classic" }, "a", [404, "Not Found"]],
    ["one for workflow files", { permissions: { contents: "write" } }, WORKFLOW, NOT_BY_TOKEN],
    ["a classic one for them", { kind: "classic", scopes: ["repo"] }, WORKFLOW, [404, "Not Found"]],
  ] as const) {
    it(`answers ${who}: ${answer.join(" ")}`, async () => {
      deepEqual(await refused("POST", "/git/trees", treeWith(path), github.token(options)), answer);
    });
  }

  it("publishes no workflow files that no branch has for a token that may not write them", async () => {
    const sha = shop.commit("work", { [WORKFLOW]: "on: push\n" });
    shop.deleteReference("refs/heads/work");
    const writer = github.token({ permissions: { contents: "write" } });
    deepEqual(await refused("POST", "/git/refs", { ref: "refs/heads/work", sha }, writer), NOT_BY_TOKEN);
  });

  for (const [what, fault, takesEffect] of [
    ["a reset", { kind: "reset" }, false],
    ["a lost reply", { kind: "lost reply" }, true],
    ["a server error before the effect", { kind: "server error", status: 502, done: false }, false],
    ["a server error after it", { kind: "server error", status: 502, done: true }, true],
  ] as const satisfies [string, Fault, boolean][]) {
    it(`has ${what} ${takesEffect ? "change" : "not change"} what the caller wanted`, async () => {
      github.intervene = () => fault;
      const creating = call("POST", "/git/refs", { ref: "refs/heads/a", sha: head("main") });
      if (fault.kind === "server error") equal((await creating).status, 502);
      else await rejects(creating, TypeError);
      equal(shop.head("a"), takesEffect ? head("main") : undefined);
    });
  }

  it("says which limit is reached, and that a token is expired for good", async () => {
    const reset = new Date(1_800_000_000_000);
    for (const status of [403, 429] as const) {
      github.intervene = () => ({ kind: "primary rate limit", status, reset });
      const { headers, ...primary } = await call("GET", "");
      const left = ["x-ratelimit-remaining", "x-ratelimit-reset"].map((name) => headers.get(name));
      deepEqual([primary.status, ...left], [status, "0", "1800000000"]);
      github.intervene = () => ({ kind: "secondary rate limit", status, retryAfter: 7 });
      const secondary = await call("GET", "");
      deepEqual([secondary.status, secondary.headers.get("retry-after")], [status, "7"]);
    }
    github.intervene = () => ({ kind: "token expires" });
    await call("GET", "");
    github.intervene = () => undefined;
    deepEqual(await refused("GET", ""), [401, "Bad credentials"]);
  });

  it("fails when it is stopped, if a call was not one of those emulated", async () => {
    const other = await GitHub.start();
    other.repository("acme/shop", { files: { a: "1" } });
    const headers = { authorization: `token ${other.token(EVERYTHING).secret}` };
    for (const path of ["contents/a", "pulls?heads=acme:work", "pulls?state=open"]) {
      await fetch(`${other.url}/repos/acme/shop/${path}`, { headers });
    }
    await rejects(other.stop(), {
      message: [
        "the GitHub emulator saw:",
        "GET /contents/a is not emulated",
        "GET /pulls: parameter heads is not emulated",
        "GET /repos/acme/shop/pulls?heads=acme:work: Error: not emulated: pull requests by   ",
        "GET /repos/acme/shop/pulls?state=open: Error: not emulated: pull requests by open  ",
      ].join("\n"),
    });
  });
});
