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
    actions_variables: "write",
    contents: "write",
    pull_requests: "write",
    workflows: "write",
  },
} as const satisfies TokenOptions;
const CANNOT_DELETE = "Repository rule violations found\n\nCannot delete this branch\n\n";
const NOT_BY_TOKEN = [403, "Resource not accessible by personal access token"];

interface Refusal {
  readonly message?: string;
  readonly errors?: readonly (string | { readonly message?: string; readonly field?: string })[];
}

describe("the GitHub emulator", () => {
  let github: GitHub;
  let shop: Repository;
  let token: Token;

  beforeEach(async () => {
    github = await GitHub.start();
    shop = github.repository("acme/shop", { files: { "README.md": "shop\n", "src/main.ts": "main\n" } });
    token = github.token(EVERYTHING);
  });
  afterEach(() => github.stop());

  async function call(method: string, path: string, body?: unknown, as = token) {
    const response = await fetch(`${github.url}/api/v3/repos/acme/shop${path}`, {
      method,
      headers: { authorization: `Bearer ${as.secret}`, "user-agent": "tests" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      redirect: "manual",
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
    const mistakes = errors.map((error) =>
      typeof error === "string" ? error : (error.message ?? error.field),
    );
    return [status, message, ...mistakes];
  }

  function head(branch: string): string {
    const commit = shop.head(branch);
    ok(commit !== undefined);
    return commit;
  }
  const open = (branch: string, base = "main") => ({ title: "Work", head: branch, base, body: "" });
  const tree = (path: string, more: object = { content: "on: push\n" }) => ({
    base_tree: head("main"),
    tree: [{ path, mode: "100644", type: "blob", ...more }],
  });

  /** One commit with these files on the default branch, as a new branch. Gives the commit. */
  const makeBranch = (name: string, files: Readonly<Record<string, string>>) =>
    shop.commit(name, files, "Work\n", "main");

  describe("the git database", () => {
    beforeEach(() => makeBranch("work", { a: "1" }));
    const none = { sha: UNKNOWN_SHA };
    const refs = "/git/refs";
    const work = `${refs}/heads/work`;

    for (const [what, method, path, body, message] of [
      ["a reference that is there", "POST", refs, { ref: "refs/heads/work" }, "Reference already exists"],
      ["one to nothing", "POST", refs, { ref: "refs/heads/new", sha: UNKNOWN_SHA }, "Object does not exist"],
      ["to move one that is not there", "PATCH", `${refs}/heads/none`, {}, "Reference does not exist"],
      ["to move one to nothing", "PATCH", work, none, "Object does not exist"],
      ["to move one back", "PATCH", work, {}, "Update is not a fast forward"],
      [
        "to delete one that is not there",
        "DELETE",
        `${refs}/heads/none`,
        undefined,
        "Reference does not exist",
      ],
      ["a body that lacks something", "POST", refs, {}, 'Invalid request.\n\n"ref" wasn\'t supplied.'],
      ["a body with more", "PATCH", work, { a: 1 }, 'Invalid request.\n\n"a" is not a permitted key.'],
      ["to delete the protected branch", "DELETE", `${refs}/heads/main`, undefined, CANNOT_DELETE],
    ] as const) {
      it(`refuses ${what}`, async () => {
        const sha = { sha: head("main") };
        const whole = body === undefined ? undefined : { ...sha, ...body };
        deepEqual(await refused(method, path, whole), [422, message]);
      });
    }

    it("refuses trees and commits of what is not there", async () => {
      const main = head("main");
      const commit = { message: "m", tree: shop.objects.knownCommit(main).tree, parents: [main] };
      for (const [path, body, message] of [
        ["trees", tree("none", { sha: null }), "GitRPC::BadObjectState"],
        ["trees", tree("a", none), `tree.sha ${UNKNOWN_SHA} is not a valid blob`],
        ["commits", { ...commit, tree: UNKNOWN_SHA }, "Tree SHA does not exist"],
        [
          "commits",
          { ...commit, parents: [UNKNOWN_SHA] },
          "Parent SHA does not exist or is not a commit object",
        ],
      ] as const) {
        deepEqual(await refused("POST", `/git/${path}`, body), [422, message]);
      }
    });

    it("moves a branch back where it is forced, and the protected one not even on", async () => {
      const on = await refused("PATCH", `${refs}/heads/main`, { sha: head("work") });
      deepEqual(on, [
        422,
        "Repository rule violations found\n\nChanges must be made through a pull request.\n\n",
      ]);
      await call("PATCH", work, { sha: head("main"), force: true });
      equal(shop.head("work"), head("main"));
    });

    it("answers 409 in a repository without a commit", async () => {
      github.repository("acme/shop.empty");
      const ref = { ref: "refs/heads/work", sha: head("main") };
      deepEqual(await refused("POST", ".empty/git/refs", ref), [409, "Git Repository is empty."]);
    });
  });

  describe("pull requests", () => {
    it("are one for a branch, and none without commits or without a branch", async () => {
      makeBranch("team/work", { a: "1" });
      await call("POST", "/pulls", open("team/work"));
      shop.createReference("refs/heads/same", head("main"));
      for (const [wanted, mistake] of [
        [open("team/work"), "A pull request already exists for acme:team/work."],
        [open("same"), "No commits between main and same"],
        [open("none"), "head"],
        [open("same", "none"), "base"],
      ] as const) {
        deepEqual(await refused("POST", "/pulls", wanted), [422, "Validation Failed", mistake]);
      }
    });

    it("are found by branch, newest first, whatever became of them", async () => {
      makeBranch("work", { a: "1" });
      makeBranch("other", { b: "1" });
      for (const branch of ["work", "other"]) await call("POST", "/pulls", open(branch));
      shop.close(1);
      await call("POST", "/pulls", open("work"));
      for (const [query, numbers] of [
        ["head=acme:work&state=all", [3, 1]],
        ["head=acme:work", [3]],
        ["state=closed", [1]],
        ["state=all&per_page=2&page=2", [1]],
      ] as const) {
        const found = (await call("GET", `/pulls?${query}`)).body as { number: number }[];
        deepEqual(
          found.map(({ number }) => number),
          numbers,
        );
      }
    });

    it("follow the branch: what is pushed to it, and its end, after which they are not opened again", async () => {
      makeBranch("work", { a: "1" });
      await call("POST", "/pulls", open("work"));
      equal(shop.commit("work", { a: "2" }), shop.pullRequest(1).head.sha);
      shop.deleteReference("refs/heads/work");
      deepEqual([shop.pullRequest(1).state, shop.pullRequest(1).mergedAt], ["closed", undefined]);
      const gone = "state cannot be changed. The work branch has been deleted.";
      deepEqual(await refused("PATCH", "/pulls/1", { state: "open" }), [422, "Validation Failed", gone]);
    });

    for (const [how, parents] of [
      ["merge", 2],
      ["squash", 1],
    ] as const) {
      it(`are merged by ${how}, with what became of the base, unless both sides changed a file`, async () => {
        makeBranch("work", { a: "1" });
        await call("POST", "/pulls", open("work"));
        shop.commit("main", { b: "2" });
        shop.merge(1, how);
        deepEqual(shop.textsOn("main"), { "README.md": "shop\n", "src/main.ts": "main\n", a: "1", b: "2" });
        equal(shop.objects.knownCommit(head("main")).parents.length, parents);
        ok(shop.pullRequest(1).state === "closed" && shop.pullRequest(1).mergedAt !== undefined);
        makeBranch("other", { a: "2" });
        await call("POST", "/pulls", open("other"));
        shop.commit("main", { a: "3" });
        throws(() => {
          shop.merge(2, how);
        }, new Error("merge conflict in a"));
      });
    }

    it("are compared with a base that moved on, by what both come from", async () => {
      const origin = head("main");
      const work = makeBranch("work", { a: "1" });
      shop.commit("main", { b: "2" });
      const { body } = await call("GET", `/compare/${head("main")}...${work}`);
      const found = body as { merge_base_commit: { sha: string }; commits: { sha: string }[] };
      deepEqual([found.merge_base_commit.sha, found.commits.map(({ sha }) => sha)], [origin, [work]]);
    });
  });

  describe("who may what", () => {
    for (const [who, options, path, answer] of [
      ["a token without the permission", { permissions: { contents: "read" } }, "a", NOT_BY_TOKEN],
      ["a classic token without the scope", { kind: "classic" }, "a", [404, "Not Found"]],
      ["one for workflow files", { permissions: { contents: "write" } }, WORKFLOW, NOT_BY_TOKEN],
      ["a classic one for them", { kind: "classic", scopes: ["repo"] }, WORKFLOW, [404, "Not Found"]],
      ["one for another repository", { ...EVERYTHING, repositories: ["acme/b"] }, "a", [404, "Not Found"]],
    ] as const) {
      it(`${who}: ${answer.join(" ")}`, async () => {
        deepEqual(await refused("POST", "/git/trees", tree(path), github.token(options)), answer);
      });
    }

    it("a refusal names the permission that was wanted", async () => {
      const { headers } = await call("POST", "/git/trees", tree("a"), github.token({}));
      equal(headers.get("x-accepted-github-permissions"), "contents=write");
    });

    it("workflow files that no branch has are not published by a token that may not write them", async () => {
      const commit = makeBranch("work", { [WORKFLOW]: "on: push\n" });
      shop.deleteReference("refs/heads/work");
      const ref = { ref: "refs/heads/work", sha: commit };
      const writer = github.token({ permissions: { contents: "write" } });
      deepEqual(await refused("POST", "/git/refs", ref, writer), NOT_BY_TOKEN);
    });

    it("a repository by its former name is found behind a redirect", async () => {
      shop.rename("acme/store");
      const { status, headers } = await call("POST", "/git/refs");
      deepEqual([status, headers.get("location")], [307, `${github.url}/repositories/1/git/refs`]);
    });
  });

  describe("what goes wrong on the way", () => {
    const createRef = () => call("POST", "/git/refs", { ref: "refs/heads/a", sha: head("main") });
    const next = (fault: Fault) => {
      github.intervene = () => {
        github.intervene = () => undefined;
        return fault;
      };
    };

    for (const [what, fault, takesEffect] of [
      ["a reset", { kind: "reset" }, false],
      ["a lost reply", { kind: "lost reply" }, true],
      ["a server error before the effect", { kind: "server error", status: 502, done: false }, false],
      ["a server error after it", { kind: "server error", status: 502, done: true }, true],
    ] as const) {
      it(`${what} ${takesEffect ? "changes" : "does not change"} what the caller wanted`, async () => {
        next(fault);
        if (fault.kind === "server error") equal((await createRef()).status, 502);
        else await rejects(createRef(), TypeError);
        equal(shop.head("a"), takesEffect ? head("main") : undefined);
      });
    }

    for (const status of [403, 429] as const) {
      it(`rate limits as ${status}`, async () => {
        next({ kind: "primary rate limit", status, reset: new Date(1_800_000_000_000) });
        const { headers, ...primary } = await call("GET", "");
        const left = ["x-ratelimit-remaining", "x-ratelimit-reset"].map((name) => headers.get(name));
        deepEqual([primary.status, ...left], [status, "0", "1800000000"]);
        next({ kind: "secondary rate limit", status, retryAfter: 7 });
        const secondary = await call("GET", "");
        deepEqual([secondary.status, secondary.headers.get("retry-after")], [status, "7"]);
      });
    }

    it("a token expires between two calls", async () => {
      next({ kind: "token expires" });
      deepEqual(await refused("GET", ""), [401, "Bad credentials"]);
      deepEqual(await refused("GET", ""), [401, "Bad credentials"], "and stays so");
    });
  });

  describe("settings", () => {
    it("keep of the actions' permissions what a change leaves out", async () => {
      await call("PUT", "/actions/permissions", { enabled: true, sha_pinning_required: true });
      await call("PUT", "/actions/permissions", { enabled: true, allowed_actions: "local_only" });
      deepEqual((await call("GET", "/actions/permissions")).body, {
        enabled: true,
        allowed_actions: "local_only",
        sha_pinning_required: true,
      });
    });

    it("are refused with 409 where the organisation decides, or no actions are selected", async () => {
      shop.settings.organization.decidesActions = true;
      for (const path of ["/actions/permissions", "/actions/permissions/selected-actions"]) {
        const body = path.endsWith("permissions") ? { enabled: true } : {};
        deepEqual(await refused("PUT", path, body), [409, "Conflict"]);
      }
    });

    it("have no security fixes without alerts", async () => {
      const why = "Vulnerability alerts must be enabled to configure automated security fixes.";
      deepEqual(await refused("PUT", "/automated-security-fixes"), [422, why]);
      await call("PUT", "/vulnerability-alerts");
      await call("PUT", "/automated-security-fixes");
      deepEqual((await call("GET", "/automated-security-fixes")).body, { enabled: true, paused: false });
    });

    it("protect by a ruleset just what it names, while it is active", async () => {
      const open = github.repository("acme/shop.open", { files: { a: "1" }, protected: false });
      open.createReference("refs/tags/v1", open.head("main") ?? "");
      open.createReference("refs/heads/v1", open.head("main") ?? "");
      const rules = (name: string, target: string, include: string, enforcement = "active") =>
        call("POST", ".open/rulesets", {
          name,
          target,
          enforcement,
          conditions: { ref_name: { include: [include], exclude: [] } },
          rules: [{ type: "deletion" }],
        });
      await rules("off", "branch", "~DEFAULT_BRANCH", "disabled");
      equal(open.isProtected("main"), false);
      await rules("main", "branch", "~DEFAULT_BRANCH");
      await rules("tags", "tag", "refs/tags/v*");
      const cannot = [422, CANNOT_DELETE];
      deepEqual(await refused("DELETE", ".open/git/refs/heads/main"), cannot);
      deepEqual(await refused("DELETE", ".open/git/refs/tags/v1"), cannot);
      equal((await call("DELETE", ".open/git/refs/heads/v1")).status, 204);
    });

    it("have each ruleset's name once, and no rules of another kind", async () => {
      const ruleset = { name: "one", enforcement: "active", rules: [] };
      await call("POST", "/rulesets", ruleset);
      const why = [422, "Validation Failed", "Name must be unique"];
      deepEqual(await refused("POST", "/rulesets", ruleset), why);
      const unknown = { ...ruleset, name: "two", rules: [{ type: "creation" }] };
      equal((await call("POST", "/rulesets", unknown)).status, 422);
    });

    it("take policies for branches only in an environment that wants them, and each once", async () => {
      const policies = "/environments/live/deployment-branch-policies";
      await call("PUT", "/environments/live", {});
      deepEqual(await refused("POST", policies, { name: "main" }), [404, "Not Found"]);
      const custom = { protected_branches: false, custom_branch_policies: true };
      await call("PUT", "/environments/live", { deployment_branch_policy: custom });
      const add = async () => (await call("POST", policies, { name: "main" })).status;
      deepEqual([await add(), await add()], [200, 303]);
    });

    it("keep the names of variables in upper case", async () => {
      await call("POST", "/actions/variables", { name: "region", value: "a" });
      const again = await call("POST", "/actions/variables", { name: "Region", value: "b" });
      equal(again.status, 409);
      equal(shop.settings.variables.get("REGION")?.value, "a");
    });

    it("let nobody in without the permission", async () => {
      const writer = github.token({ permissions: { contents: "write" } });
      deepEqual(await refused("GET", "/actions/permissions", undefined, writer), NOT_BY_TOKEN);
    });
  });

  it("fails when it is stopped, if a call was not one of those emulated", async () => {
    const other = await GitHub.start();
    other.repository("acme/shop", { files: { a: "1" } });
    const headers = { authorization: `token ${other.token(EVERYTHING).secret}` };
    for (const path of ["contents/a", "pulls?heads=acme:work"]) {
      await fetch(`${other.url}/repos/acme/shop/${path}`, { headers });
    }
    await rejects(other.stop(), {
      message: [
        "the GitHub emulator saw:",
        "GET /contents/a is not emulated",
        "GET /pulls: parameter heads is not emulated",
      ].join("\n"),
    });
  });
});
