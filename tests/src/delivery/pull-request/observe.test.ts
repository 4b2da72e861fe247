import assert from "node:assert/strict";
import { Octokit } from "@octokit/core";
import { observe } from "../../../../src/delivery/pull-request/observe.js";
import { BRANCH } from "../../../../src/delivery/pull-request/remote.js";
import { deliveryOf, type Texts } from "./remotes.js";

/** Looks at GitHub as a table of answers; a call that is not in it is a mistake. Paths are below the repository. */
function look(more: Readonly<Record<string, unknown>>, wanted: Texts = {}) {
  const answers: Readonly<Record<string, unknown>> = {
    "": { full_name: "acme/shop", default_branch: "main", archived: false },
    [PULLS]: [],
    "/branches/main": commit("c1", "t1"),
    ...more,
  };
  const fetch = (url: string) => {
    const { pathname, search } = new URL(url);
    const call = pathname.replace("/repos/acme/shop", "") + search;
    if (!(call in answers)) return Promise.reject(new Error(`no answer for ${call}`));
    const found = answers[call];
    const headers = { "content-type": "application/json" };
    return Promise.resolve(
      found === undefined
        ? new Response("{}", { status: 404, headers })
        : new Response(JSON.stringify(found), { headers }),
    );
  };
  return observe(new Octokit({ request: { fetch } }), deliveryOf(wanted));
}

const PULLS = `/pulls?head=acme%3A${encodeURIComponent(BRANCH)}&state=all&sort=created&direction=desc&per_page=100`;
const commit = (sha: string, tree: string) => ({ commit: { sha, commit: { tree: { sha: tree } } } });
const folder = (path: string, sha: string) => ({ path, mode: "040000", type: "tree", sha });
const file = (path: string, sha: string) => ({ path, mode: "100644", type: "blob", sha });

describe("looking at a repository", () => {
  it("reads a tree folder by folder where GitHub cuts it short", async () => {
    const { base } = await look({
      "/git/trees/t1?recursive=1": { tree: [], truncated: true },
      "/git/trees/t1": { tree: [file("a", "1"), folder("b", "t2")] },
      "/git/trees/t2": { tree: [folder("c", "t3"), file("d", "2")] },
      "/git/trees/t3": { tree: [file("e", "3")] },
    });
    const files = [...base.tree].filter(([, { mode }]) => mode === "100644");
    assert.deepEqual(
      files.map(([path, { sha }]) => `${path} ${sha}`),
      ["a 1", "b/d 2", "b/c/e 3"],
    );
  });

  it("tells merged from closed, and leaves out the pull requests of a fork", async () => {
    const request = (number: number, more: object) => ({
      number,
      html_url: `https://github.test/${number}`,
      state: "closed",
      merged_at: null,
      base: { ref: "main" },
      head: { ref: BRANCH, sha: `h${number}`, repo: { full_name: "acme/shop" } },
      body: null,
      ...more,
    });
    const { pullRequests } = await look({
      [PULLS]: [
        request(5, { state: "open" }),
        request(4, {}),
        request(3, { merged_at: "2026-11-21T00:00:00Z" }),
        request(2, { head: { ref: BRANCH, sha: "h2", repo: { full_name: "acme/shop-fork" } } }),
        // The fork was deleted.
        request(1, { head: { ref: BRANCH, sha: "h1", repo: null } }),
      ],
      "/git/trees/t1?recursive=1": { tree: [], truncated: false },
      [`/branches/${encodeURIComponent(BRANCH)}`]: undefined,
    });
    assert.deepEqual(
      pullRequests.map(({ number, state, body }) => `${number} ${state}${body}`),
      ["5 open", "4 closed", "3 merged"],
    );
  });

  it("reads all commits of the branch, page by page, and tells Slipway's from others'", async () => {
    const own = (tree: string) => ({
      sha: `c-${tree}`,
      commit: { message: `Deliver\n\nSlipway-Tree: ${tree}`, tree: { sha: tree }, author: { name: "bot" } },
    });
    const theirs = {
      sha: "c-t4",
      commit: { message: "Fix\n\nIt", tree: { sha: "t4" }, author: { name: "A Person" } },
    };
    const compare = (commits: readonly object[]) => ({
      total_commits: 3,
      merge_base_commit: { sha: "c0", commit: { tree: { sha: "t0" } } },
      commits,
    });
    const tree = (sha: string) => ({ tree: [file("a", sha)], truncated: false });
    const answers = {
      "/git/trees/t1?recursive=1": tree("base"),
      [`/branches/${encodeURIComponent(BRANCH)}`]: commit("c-t4", "t4"),
      "/git/trees/t4?recursive=1": tree("branch"),
      "/compare/c1...c-t4?per_page=100&page=1": compare([own("t2"), own("t3")]),
      "/compare/c1...c-t4?per_page=100&page=2": compare([theirs]),
      "/git/trees/t0?recursive=1": tree("merge base"),
      "/git/trees/t3?recursive=1": tree("own"),
    };
    const { branch } = await look(answers, { b: "1" });
    assert.deepEqual(
      branch?.commits.map(({ title, author, isOwn }) => `${title} by ${author}, ${isOwn}`),
      ["Deliver by bot, true", "Deliver by bot, true", "Fix by A Person, false"],
    );
    const shas = [branch.tree, branch.mergeBase.tree, branch.ownTree].map((each) => each?.get("a")?.sha);
    assert.deepEqual(shas, ["branch", "merge base", "own"]);
  });
});
