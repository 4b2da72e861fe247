import { deepEqual, equal, ok, rejects, throws } from "node:assert/strict";
import type { Octokit } from "@octokit/core";
import { RequestError } from "@octokit/request-error";
import { client } from "./client.js";
import { GitHub } from "./emulator.js";
import type { Fault } from "./faults.js";
import type { Repository } from "./repository.js";
import type { TokenOptions } from "./token.js";

const SHOP = { owner: "acme", repo: "shop" };
const UNKNOWN_SHA = "1".repeat(40);
const EVERYTHING = {
  permissions: { contents: "write", pull_requests: "write", workflows: "write" },
} as const satisfies TokenOptions;

/** What an answer that is an error says: status, message, and each mistake's message or field. */
type Said = readonly [status: number, message: string, ...mistakes: readonly string[]];

describe("the GitHub emulator", () => {
  let github: GitHub;
  let shop: Repository;
  let octokit: Octokit;

  beforeEach(async () => {
    github = await GitHub.start();
    shop = github.repository("acme/shop", { files: { "README.md": "shop\n", "src/main.ts": "main\n" } });
    octokit = client(github, github.token(EVERYTHING));
  });
  afterEach(() => github.stop());

  describe("the git database", () => {
    it("makes a branch of a tree on a tree, with what is not named left as it was", async () => {
      const branch = await makeBranch("work", { "src/new.ts": "new\n" });
      deepEqual(shop.textsOn("work"), {
        "README.md": "shop\n",
        "src/main.ts": "main\n",
        "src/new.ts": "new\n",
      });
      deepEqual(shop.commitsOn("work"), [branch]);
    });

    it("gives a blob in wrapped base64, and takes one", async () => {
      const content = Buffer.from(Array.from({ length: 100 }, (_, index) => index));
      const { data: made } = await octokit.request("POST /repos/{owner}/{repo}/git/blobs", {
        ...SHOP,
        content: content.toString("base64"),
        encoding: "base64",
      });
      const { data } = await octokit.request("GET /repos/{owner}/{repo}/git/blobs/{file_sha}", {
        ...SHOP,
        file_sha: made.sha,
      });
      deepEqual([data.content.indexOf("\n"), data.size], [60, 100]);
      deepEqual(Buffer.from(data.content, "base64"), content);
    });

    it("lists folders along with their files when it reads a tree to its leaves", async () => {
      const { data } = await octokit.request("GET /repos/{owner}/{repo}/git/trees/{tree_sha}", {
        ...SHOP,
        tree_sha: "main",
        recursive: "1",
      });
      deepEqual(
        data.tree.map(({ path, mode, type }) => [path, mode, type]),
        [
          ["README.md", "100644", "blob"],
          ["src", "040000", "tree"],
          ["src/main.ts", "100644", "blob"],
        ],
      );
    });

    it("refuses references and objects that are not there, or there already", async () => {
      const main = head("main");
      await makeBranch("work", { a: "1" });
      const ref = "refs/heads/work";
      const inTree = { path: "a", mode: "100644" as const, type: "blob" as const };
      const tree = (entry: { sha?: string | null; content?: string }, base_tree?: string) =>
        octokit.request("POST /repos/{owner}/{repo}/git/trees", {
          ...SHOP,
          ...(base_tree === undefined ? {} : { base_tree }),
          tree: [{ ...inTree, ...entry }],
        });
      const commit = (treeSha: string, parents: string[]) =>
        octokit.request("POST /repos/{owner}/{repo}/git/commits", {
          ...SHOP,
          message: "m",
          tree: treeSha,
          parents,
        });

      await says([422, "Reference already exists"], createRef(ref, main));
      await says([422, "Object does not exist"], createRef("refs/heads/new", UNKNOWN_SHA));
      await says([422, "Reference does not exist"], updateRef("heads/none", main));
      await says([422, "Reference does not exist"], deleteRef("heads/none"));
      await says([422, "Object does not exist"], updateRef("heads/work", UNKNOWN_SHA));
      await says([422, "GitRPC::BadObjectState"], tree({ sha: null }, main));
      await says([422, `tree.sha ${UNKNOWN_SHA} is not a valid blob`], tree({ sha: UNKNOWN_SHA }));
      await says([422, "Tree SHA does not exist"], commit(UNKNOWN_SHA, [main]));
      await says(
        [422, "Parent SHA does not exist or is not a commit object"],
        commit(shop.objects.knownCommit(main).tree, [UNKNOWN_SHA]),
      );
      await says([404, "Branch not found"], getBranch("none"));
      await says([404, "Not Found"], octokit.request("GET /repos/acme/shop/git/ref/heads/none"));
    });

    it("moves a branch only on, unless it is forced", async () => {
      const main = head("main");
      await makeBranch("work", { a: "1" });
      await says([422, "Update is not a fast forward"], updateRef("heads/work", main));
      await updateRef("heads/work", main, true);
      equal(shop.head("work"), main);
    });

    it("refuses to move or delete the protected branch, even on", async () => {
      const work = await makeBranch("work", { a: "1" });
      await says(
        [422, "Repository rule violations found\n\nChanges must be made through a pull request.\n\n"],
        updateRef("heads/main", work),
      );
      await says(
        [422, "Repository rule violations found\n\nCannot delete this branch\n\n"],
        deleteRef("heads/main"),
      );
    });

    it("names what a body lacks, and what does not belong into it", async () => {
      await says(
        [422, 'Invalid request.\n\n"sha" wasn\'t supplied.'],
        octokit.request("POST /repos/acme/shop/git/refs", { ref: "refs/heads/a" }),
      );
      await says(
        [422, 'Invalid request.\n\n"forced" is not a permitted key.'],
        octokit.request("PATCH /repos/acme/shop/git/refs/heads/main", { sha: head("main"), forced: true }),
      );
    });

    it("answers 409 in a repository without a commit", async () => {
      github.repository("acme/empty");
      const ref = { ref: "refs/heads/work", sha: head("main") };
      await says([409, "Git Repository is empty."], octokit.request("POST /repos/acme/empty/git/refs", ref));
      await says([404, "Branch not found"], octokit.request("GET /repos/acme/empty/branches/main"));
    });
  });

  describe("pull requests", () => {
    it("opens one for a branch, and one alone", async () => {
      const work = await makeBranch("team/work", { a: "1" });
      const { data } = await open("team/work");
      deepEqual(
        [data.number, data.state, data.head.sha, data.base.ref, data.merged_at],
        [1, "open", work, "main", null],
      );
      await says(
        [422, "Validation Failed", "A pull request already exists for acme:team/work."],
        open("team/work"),
      );
    });

    it("opens none without commits, or without a branch", async () => {
      await createRef("refs/heads/same", head("main"));
      await says([422, "Validation Failed", "No commits between main and same"], open("same"));
      await says([422, "Validation Failed", "head"], open("none"));
      await says([422, "Validation Failed", "base"], open("same", "none"));
    });

    it("finds those from a branch, newest first, whatever became of them", async () => {
      await makeBranch("work", { a: "1" });
      await makeBranch("other", { b: "1" });
      await open("work");
      await open("other");
      shop.close(1);
      await open("work");
      interface Wanted {
        readonly head?: string;
        readonly state?: "all" | "closed";
        readonly per_page?: number;
        readonly page?: number;
      }
      const list = async (wanted: Wanted) => {
        const { data } = await octokit.request("GET /repos/{owner}/{repo}/pulls", { ...SHOP, ...wanted });
        return data.map(({ number }) => number);
      };
      const head = "acme:work";
      deepEqual(await list({ head, state: "all" }), [3, 1]);
      deepEqual(await list({ head }), [3]);
      deepEqual(await list({ state: "closed" }), [1]);
      deepEqual(await list({ state: "all", per_page: 2, page: 2 }), [1]);
    });

    it("follows the branch: what is pushed to it, and its end", async () => {
      await makeBranch("work", { a: "1" });
      await open("work");
      const pushed = shop.commit("work", { a: "2" });
      equal(shop.pullRequest(1).head.sha, pushed);
      await deleteRef("heads/work");
      deepEqual([shop.pullRequest(1).state, shop.pullRequest(1).mergedAt], ["closed", undefined]);
    });

    it("does not open a closed one again whose branch is gone", async () => {
      await makeBranch("work", { a: "1" });
      await open("work");
      await deleteRef("heads/work");
      await says(
        [422, "Validation Failed", "state cannot be changed. The work branch has been deleted."],
        octokit.request("PATCH /repos/acme/shop/pulls/1", { state: "open" }),
      );
    });

    for (const [how, parents] of [
      ["merge", 2],
      ["squash", 1],
    ] as const) {
      it(`is merged by ${how}, together with what became of the base meanwhile`, async () => {
        await makeBranch("work", { a: "1" });
        await open("work");
        shop.commit("main", { b: "2" });
        shop.merge(1, how);
        deepEqual(shop.textsOn("main"), { "README.md": "shop\n", "src/main.ts": "main\n", a: "1", b: "2" });
        equal(shop.objects.knownCommit(head("main")).parents.length, parents);
        const { data } = await octokit.request("GET /repos/{owner}/{repo}/pulls/{pull_number}", {
          ...SHOP,
          pull_number: 1,
        });
        deepEqual([data.state, data.merge_commit_sha], ["closed", head("main")]);
        ok(data.merged_at !== null);
      });
    }

    it("is not merged where both sides changed a file", async () => {
      await makeBranch("work", { "README.md": "work\n" });
      await open("work");
      shop.commit("main", { "README.md": "main\n" });
      throws(() => {
        shop.merge(1, "merge");
      }, new Error("merge conflict in README.md"));
    });

    it("compares a branch with one that moved on, by what both come from", async () => {
      const origin = head("main");
      const work = await makeBranch("work", { a: "1" });
      shop.commit("main", { b: "2" });
      const { data } = await octokit.request("GET /repos/{owner}/{repo}/compare/{basehead}", {
        ...SHOP,
        basehead: `${head("main")}...${work}`,
      });
      deepEqual(
        [data.status, data.ahead_by, data.behind_by, data.merge_base_commit.sha],
        ["diverged", 1, 1, origin],
      );
      deepEqual(
        data.commits.map(({ sha }) => sha),
        [work],
      );
      deepEqual(
        data.files?.map(({ filename, status }) => [filename, status]),
        [["a", "added"]],
      );
    });
  });

  describe("who may what", () => {
    const writeTree = (as: Octokit, path: string) =>
      as.request("POST /repos/acme/shop/git/trees", {
        tree: [{ path, mode: "100644", type: "blob", content: "on: push\n" }],
      });
    const WORKFLOW = ".github/workflows/ci.yml";

    it("fine-grained token: 403 and the permission that was wanted", async () => {
      const reader = as({ permissions: { contents: "read" } });
      const error = await failure(writeTree(reader, "a"));
      deepEqual(
        [error.status, error.message.replace(/ - .*/, "")],
        [403, "Resource not accessible by personal access token"],
      );
      equal(error.response?.headers["x-accepted-github-permissions"], "contents=write");
      await says([403, "Resource not accessible by personal access token"], open("work", "main", reader));
    });

    it("an App: 403 in other words", async () => {
      await says([403, "Resource not accessible by integration"], writeTree(as({ kind: "app" }), "a"));
    });

    it("a classic token: 404", async () => {
      await says([404, "Not Found"], writeTree(as({ kind: "classic" }), "a"));
    });

    it("workflow files need a permission of their own", async () => {
      const allowed = as({ kind: "classic", scopes: ["repo", "workflow"] });
      await writeTree(allowed, WORKFLOW);
      await says([404, "Not Found"], writeTree(as({ kind: "classic", scopes: ["repo"] }), WORKFLOW));
      await says(
        [403, "Resource not accessible by integration"],
        writeTree(as({ kind: "app", permissions: { contents: "write" } }), WORKFLOW),
      );
      await says(
        [403, "Resource not accessible by personal access token"],
        writeTree(as({ permissions: { contents: "write" } }), WORKFLOW),
      );
    });

    it("workflow files that no branch has are not published by such a token", async () => {
      const commit = await makeBranch("work", { [WORKFLOW]: "on: push\n" });
      shop.deleteReference("refs/heads/work");
      const ref = { ref: "refs/heads/work", sha: commit };
      await says(
        [403, "Resource not accessible by integration"],
        as({ kind: "app", permissions: { contents: "write" } }).request(
          "POST /repos/acme/shop/git/refs",
          ref,
        ),
      );
    });

    it("a repository that the token was not given is not there", async () => {
      await says(
        [404, "Not Found"],
        as({ ...EVERYTHING, repositories: ["acme/other"] }).request("GET /repos/acme/shop"),
      );
    });

    it("an archived one is read only", async () => {
      shop.archived = true;
      await says([403, "Repository was archived so is read-only."], createRef("refs/heads/a", head("main")));
      equal((await getBranch("main")).status, 200);
    });

    it("an expired token is no better than a wrong one", async () => {
      const token = github.token(EVERYTHING);
      token.expire();
      await says([401, "Bad credentials"], client(github, token).request("GET /repos/acme/shop"));
    });

    it("a repository by its former name is found behind a redirect", async () => {
      shop.rename("acme/store");
      const { data } = await octokit.request("GET /repos/{owner}/{repo}", SHOP);
      equal(data.full_name, "acme/store");
      const moved = await fetch(`${github.url}/repos/acme/shop/git/refs`, {
        method: "POST",
        redirect: "manual",
        headers: { authorization: `token ${github.token(EVERYTHING).secret}`, "user-agent": "tests" },
      });
      deepEqual(
        [moved.status, moved.headers.get("location")],
        [307, `${github.url}/repositories/1/git/refs`],
      );
    });
  });

  describe("what goes wrong on the way", () => {
    const next = (fault: Fault) => {
      github.intervene = () => {
        github.intervene = () => undefined;
        return fault;
      };
    };

    it("a reset changes nothing, a lost reply everything but what the caller knows", async () => {
      next({ kind: "reset" });
      equal((await failure(createRef("refs/heads/a", head("main")))).status, 500);
      equal(shop.head("a"), undefined);
      next({ kind: "lost reply" });
      equal((await failure(createRef("refs/heads/a", head("main")))).status, 500);
      equal(shop.head("a"), head("main"));
    });

    it("a server error comes before or after the effect", async () => {
      next({ kind: "server error", status: 502, done: false });
      await says([502, "Server Error"], createRef("refs/heads/a", head("main")));
      equal(shop.head("a"), undefined);
      next({ kind: "server error", status: 502, done: true });
      await says([502, "Server Error"], createRef("refs/heads/a", head("main")));
      equal(shop.head("a"), head("main"));
    });

    for (const status of [403, 429] as const) {
      it(`rate limits as ${status}`, async () => {
        next({ kind: "primary rate limit", status, reset: new Date(1_800_000_000_000) });
        const primary = await failure(getBranch("main"));
        deepEqual([primary.status, primary.response?.headers["x-ratelimit-remaining"]], [status, "0"]);
        equal(primary.response?.headers["x-ratelimit-reset"], "1800000000");
        next({ kind: "secondary rate limit", status, retryAfter: 7 });
        const secondary = await failure(getBranch("main"));
        deepEqual([secondary.status, secondary.response?.headers["retry-after"]], [status, "7"]);
      });
    }

    it("a token expires between two calls", async () => {
      equal((await getBranch("main")).status, 200);
      next({ kind: "token expires" });
      await says([401, "Bad credentials"], getBranch("main"));
      await says([401, "Bad credentials"], getBranch("main"));
    });
  });

  it("writes down every call, without the secret", async () => {
    await getBranch("main");
    deepEqual(github.calls, [
      {
        index: 1,
        method: "GET",
        path: "/repos/acme/shop/branches/main",
        token: "token-1",
        body: undefined,
        status: 200,
      },
    ]);
  });

  it("fails when it is stopped, if a call was not one of those emulated", async () => {
    const other = await GitHub.start();
    other.repository("acme/shop", { files: { a: "1" } });
    const strict = client(other, other.token(EVERYTHING));
    await says([404, "Not Found"], strict.request("GET /repos/acme/shop/contents/a"));
    await strict.request("GET /repos/acme/shop/pulls?heads=acme:work");
    await rejects(other.stop(), {
      message: [
        "the GitHub emulator saw:",
        "GET /contents/a is not emulated",
        "GET /pulls: parameter heads is not emulated",
      ].join("\n"),
    });
  });

  function as(options: TokenOptions): Octokit {
    return client(github, github.token(options));
  }

  function head(branch: string): string {
    const commit = shop.head(branch);
    ok(commit !== undefined);
    return commit;
  }

  function getBranch(branch: string) {
    return octokit.request("GET /repos/{owner}/{repo}/branches/{branch}", { ...SHOP, branch });
  }

  function createRef(ref: string, sha: string) {
    return octokit.request("POST /repos/{owner}/{repo}/git/refs", { ...SHOP, ref, sha });
  }

  function updateRef(ref: string, sha: string, force = false) {
    return octokit.request("PATCH /repos/{owner}/{repo}/git/refs/{ref}", { ...SHOP, ref, sha, force });
  }

  function deleteRef(ref: string) {
    return octokit.request("DELETE /repos/{owner}/{repo}/git/refs/{ref}", { ...SHOP, ref });
  }

  function open(branch: string, base = "main", by = octokit) {
    return by.request("POST /repos/{owner}/{repo}/pulls", {
      ...SHOP,
      title: "Work",
      head: branch,
      base,
      body: "",
    });
  }

  /** One commit with these files on the default branch, as a new branch. Gives the commit. */
  async function makeBranch(name: string, files: Readonly<Record<string, string>>): Promise<string> {
    const main = head("main");
    const { data: tree } = await octokit.request("POST /repos/{owner}/{repo}/git/trees", {
      ...SHOP,
      base_tree: main,
      tree: Object.entries(files).map(([path, content]) => ({
        path,
        content,
        mode: "100644" as const,
        type: "blob" as const,
      })),
    });
    const { data: commit } = await octokit.request("POST /repos/{owner}/{repo}/git/commits", {
      ...SHOP,
      message: `Work on ${name}\n`,
      tree: tree.sha,
      parents: [main],
    });
    await createRef(`refs/heads/${name}`, commit.sha);
    return commit.sha;
  }
});

/** The error of a call that must fail. A connection that was cut counts as 500, as the client has it. */
async function failure(call: Promise<unknown>): Promise<RequestError> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  ok(error instanceof RequestError);
  return error;
}

async function says(expected: Said, call: Promise<unknown>): Promise<void> {
  const { status, response } = await failure(call);
  const { message, errors = [] } = response?.data as {
    message: string;
    errors?: readonly { message?: string; field?: string }[];
  };
  deepEqual([status, message, ...errors.map((error) => error.message ?? error.field)], expected);
}
