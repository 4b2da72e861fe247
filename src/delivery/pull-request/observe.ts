import type { Octokit } from "@octokit/core";
import { RequestError } from "@octokit/request-error";
import { filesToRead } from "./changes.js";
import type { Delivery, DeliveryTarget } from "./delivery.js";
import { isOwnCommit } from "./message.js";
import { readRecord, recordOf } from "./record.js";
import { BRANCH, type Base, type DeliveryBranch, type PullRequest, type Remote } from "./remote.js";
import { isSame, type Tree, type TreeEntry } from "./tree.js";

/** The repository of a full name, `owner/name`. */
export function targetOf(fullName: string): DeliveryTarget {
  const [owner = "", repo = ""] = fullName.split("/");
  return { owner, repo };
}

/**
 * Reads a repository's state: four calls if everything is on the default branch and no pull request is open. Slipway's
 * branch then matters only before a deletion, which reads it `always`.
 *
 * Reads pull requests before branches: one merged in between appears open beside its own files, which is harmless, and
 * not merged without them, which would open it again.
 *
 * @throws RequestError from GitHub.
 */
export async function observe(
  octokit: Octokit,
  delivery: Delivery,
  branchIsRead: "where it matters" | "always" = "where it matters",
): Promise<Remote> {
  const { data: found } = await octokit.request("GET /repos/{owner}/{repo}", {
    ...delivery.target,
    // GitHub redirects from an old name, but lists pull requests only by the current one.
    request: { redirect: "follow" },
  });
  const target = targetOf(found.full_name);
  const pullRequests = await readPullRequests(octokit, target);
  const base = await readBase(octokit, target, found.default_branch);
  const matters =
    branchIsRead === "always" ||
    pullRequests.some(({ state }) => state === "open") ||
    [...recordOf(delivery.files)].some(([path, entry]) => !isSame(base.tree.get(path), entry));
  const branch = matters ? await readBranch(octokit, target, base) : undefined;
  const contents = await Promise.all(
    filesToRead(base.tree, delivery, pullRequests).map(
      async ([path, sha]) => [path, await readBlob(octokit, target, sha)] as const,
    ),
  );
  return {
    repository: found.full_name,
    isArchived: found.archived,
    base,
    branch,
    pullRequests,
    contents: new Map(contents),
  };
}

async function readPullRequests(
  octokit: Octokit,
  { owner, repo }: DeliveryTarget,
): Promise<readonly PullRequest[]> {
  const { data } = await octokit.request("GET /repos/{owner}/{repo}/pulls", {
    owner,
    repo,
    head: `${owner}:${BRANCH}`,
    state: "all",
    sort: "created",
    direction: "desc",
    per_page: 100,
  });
  // A fork of the same owner may have a branch of this name, too.
  const own = data.filter(({ head }) => head.ref === BRANCH && nameOf(head) === `${owner}/${repo}`);
  return own.map(({ number, html_url, state, merged_at, base, head, body }) => ({
    number,
    url: html_url,
    state: merged_at !== null ? "merged" : state === "open" ? "open" : "closed",
    into: base.ref,
    head: head.sha,
    body: body ?? "",
    record: readRecord(body ?? ""),
  }));
}

/** The repository of a pull request's branch. A deleted fork has none, although the client's types say otherwise. */
function nameOf({ repo }: { readonly repo: { readonly full_name: string } | null }): string | undefined {
  return repo?.full_name;
}

async function readBase(octokit: Octokit, target: DeliveryTarget, name: string): Promise<Base> {
  const { data } = await octokit.request("GET /repos/{owner}/{repo}/branches/{branch}", {
    ...target,
    branch: name,
  });
  const treeSha = data.commit.commit.tree.sha;
  return { name, head: data.commit.sha, treeSha, tree: await readTree(octokit, target, treeSha) };
}

async function readBranch(
  octokit: Octokit,
  target: DeliveryTarget,
  base: Base,
): Promise<DeliveryBranch | undefined> {
  const found = await findBranch(octokit, target);
  if (found === undefined) return undefined;
  const head = found.commit.sha;
  const tree = await readTree(octokit, target, found.commit.commit.tree.sha);
  const { mergeBase, commits } = await compare(octokit, target, base.head, head);
  const newestOwn = commits.findLast(({ isOwn }) => isOwn);
  const needsOwnTree = newestOwn !== undefined && commits.some(({ isOwn }) => !isOwn);
  return {
    head,
    tree,
    mergeBase: {
      sha: mergeBase.sha,
      tree: mergeBase.sha === base.head ? base.tree : await readTree(octokit, target, mergeBase.treeSha),
    },
    commits,
    ownTree: needsOwnTree ? await readTree(octokit, target, newestOwn.treeSha) : undefined,
  };
}

/** The head of Slipway's branch, if it exists. */
export async function branchHead(octokit: Octokit, target: DeliveryTarget): Promise<string | undefined> {
  return (await findBranch(octokit, target))?.commit.sha;
}

async function findBranch(octokit: Octokit, target: DeliveryTarget) {
  try {
    const route = "GET /repos/{owner}/{repo}/branches/{branch}";
    return (await octokit.request(route, { ...target, branch: BRANCH })).data;
  } catch (error) {
    if (error instanceof RequestError && error.status === 404) return undefined;
    throw error;
  }
}

/** The commits of `head` that `base` lacks, oldest first, and the newest one that both have. */
async function compare(octokit: Octokit, target: DeliveryTarget, base: string, head: string) {
  const commits = [];
  for (let page = 1; ; page++) {
    const { data } = await octokit.request("GET /repos/{owner}/{repo}/compare/{basehead}", {
      ...target,
      basehead: `${base}...${head}`,
      per_page: 100,
      page,
    });
    commits.push(
      ...data.commits.map(({ sha, commit }) => ({
        sha,
        title: commit.message.split("\n")[0] ?? "",
        author: commit.author?.name ?? "an unknown author",
        isOwn: isOwnCommit(commit.message, commit.tree.sha),
        treeSha: commit.tree.sha,
      })),
    );
    if (commits.length >= data.total_commits || data.commits.length === 0) {
      const { sha, commit } = data.merge_base_commit;
      return { mergeBase: { sha, treeSha: commit.tree.sha }, commits };
    }
  }
}

/** A whole tree, read folder by folder if GitHub truncates it. */
async function readTree(octokit: Octokit, target: DeliveryTarget, sha: string): Promise<Tree> {
  const { tree, truncated } = await treeCall(octokit, target, sha, { recursive: "1" });
  return new Map(truncated ? await readFolder(octokit, target, sha, "") : tree);
}

async function readFolder(
  octokit: Octokit,
  target: DeliveryTarget,
  sha: string,
  prefix: string,
): Promise<(readonly [string, TreeEntry])[]> {
  const { tree } = await treeCall(octokit, target, sha, {});
  const entries = tree.map(([path, entry]) => [prefix + path, entry] as const);
  const below = await Promise.all(
    entries
      .filter(([, { mode }]) => mode === "040000")
      .map(([path, entry]) => readFolder(octokit, target, entry.sha, `${path}/`)),
  );
  return [...entries, ...below.flat()];
}

async function treeCall(
  octokit: Octokit,
  target: DeliveryTarget,
  tree_sha: string,
  query: { readonly recursive?: string },
) {
  const route = "GET /repos/{owner}/{repo}/git/trees/{tree_sha}";
  const { data } = await octokit.request(route, { ...target, tree_sha, ...query });
  const tree = data.tree.map(({ path, mode, sha }) => [path, { mode, sha }] as const);
  return { tree, truncated: data.truncated };
}

async function readBlob(octokit: Octokit, target: DeliveryTarget, sha: string): Promise<Buffer> {
  const { data } = await octokit.request("GET /repos/{owner}/{repo}/git/blobs/{file_sha}", {
    ...target,
    file_sha: sha,
  });
  return Buffer.from(data.content, data.encoding === "base64" ? "base64" : "utf8");
}
