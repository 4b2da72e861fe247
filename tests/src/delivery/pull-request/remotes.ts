import type { DeliveredFile } from "../../../../src/plan/delivery-plan.js";
import { type Delivery, NO_MEMORY } from "../../../../src/delivery/pull-request/delivery.js";
import { recordOf } from "../../../../src/delivery/pull-request/record.js";
import type {
  Commit,
  DeliveryBranch,
  PullRequest,
  Remote,
} from "../../../../src/delivery/pull-request/remote.js";
import type { Tree } from "../../../../src/delivery/pull-request/tree.js";

/** Files by path, as text. */
export type Texts = Readonly<Record<string, string>>;

export const PATH = ".github/workflows/ci.yml";

export function delivered(texts: Texts): readonly DeliveredFile[] {
  return Object.entries(texts).map(([path, text]) => ({
    path,
    content: Buffer.from(text),
    executable: false,
    source: `systems/shop, ${path}`,
  }));
}

export function treeOf(texts: Texts): Tree {
  return recordOf(delivered(texts));
}

export const own: Commit = { sha: "0".repeat(40), title: "Deliver", author: "bot", isOwn: true };
export const others: Commit = { sha: "9".repeat(40), title: "Fix it", author: "A Person", isOwn: false };

/** A repository whose default branch holds these files and a README, and that nobody has delivered to. */
export function remote(base: Texts = {}, more: Partial<Remote> = {}): Remote {
  const texts = { "README.md": "shop\n", ...base };
  return {
    repository: "acme/shop",
    isArchived: false,
    base: { name: "main", head: "base", treeSha: "base-tree", tree: treeOf(texts) },
    branch: undefined,
    pullRequests: [],
    contents: new Map(Object.entries(texts).map(([path, text]) => [path, Buffer.from(text)])),
    ...more,
  };
}

/** Slipway's branch with these files, made from a default branch that held `from`. */
export function branch(texts: Texts, from: Texts = {}, more: Partial<DeliveryBranch> = {}): DeliveryBranch {
  const readme = { "README.md": "shop\n" };
  return {
    head: "branch",
    tree: treeOf({ ...readme, ...from, ...texts }),
    mergeBase: { sha: "base", tree: treeOf({ ...readme, ...from }) },
    commits: [own],
    ownTree: undefined,
    ...more,
  };
}

/** A pull request that brings these files. */
export function pullRequest(texts: Texts, more: Partial<PullRequest> = {}): PullRequest {
  return {
    number: 1,
    url: "https://github.test/acme/shop/pull/1",
    state: "open",
    into: "main",
    head: "branch",
    body: "",
    record: treeOf(texts),
    ...more,
  };
}

/** A delivery of these files to `acme/shop`, of which the stack remembers nothing. */
export function deliveryOf(texts: Texts, more: Partial<Delivery> = {}): Delivery {
  return {
    target: { owner: "acme", repo: "shop" },
    system: "shop",
    stack: "slipway/test",
    files: delivered(texts),
    replaceFiles: new Set(),
    memory: NO_MEMORY,
    ...more,
  };
}
