import { deepEqual, equal, ok } from "node:assert/strict";
import { readRecord, recordOf } from "../../../src/delivery/pull-request/record.js";
import { BRANCH } from "../../../src/delivery/pull-request/remote.js";
import { type Connect, Shop } from "./shop.js";
import { VERSIONS } from "./versions.js";

const [FIRST = [], SECOND = []] = VERSIONS;

/** The files that the change delivers. */
export const CHANGED = SECOND;

const open = (shop: Shop) => shop.run({ files: FIRST });
const merged = async (shop: Shop, how: "merge" | "squash" = "merge") => {
  await open(shop);
  shop.repository.merge(1, how);
};

/** Where a change of the catalogue finds the repository, and what is on it when the change is delivered. */
export const STARTS = {
  "nothing was delivered yet": { pullRequests: 1, commits: 1, prepare: () => undefined },
  "a pull request is open": { pullRequests: 1, commits: 2, prepare: open },
  "it was merged, and its branch is still there": { pullRequests: 2, commits: 1, prepare: merged },
  "it was squashed, and its branch is still there": {
    pullRequests: 2,
    commits: 2,
    prepare: (shop: Shop) => merged(shop, "squash"),
  },
  "it was merged and its branch deleted": {
    pullRequests: 2,
    commits: 1,
    prepare: (shop: Shop) => {
      shop.repository.deleteBranchOnMerge = true;
      return merged(shop);
    },
  },
} as const;

export type Start = keyof typeof STARTS;

/**
 * Does what disturbs, then delivers in peace, and looks at what is there: one pull request, with everything and nothing
 * else, and nothing to do for further runs, before and after it is merged. Gives the calls of the peaceful delivery.
 */
export async function converges(
  start: Start,
  disturb: (shop: Shop) => Promise<void>,
  connect?: Connect,
): Promise<number> {
  const shop = await Shop.open(connect);
  try {
    const { pullRequests, commits, prepare } = STARTS[start];
    await prepare(shop);
    const main = shop.repository.head("main");
    const all = new Map([...on("main", shop), ...recordOf(CHANGED)]);
    await disturb(shop);
    const before = shop.github.calls.length;

    const { pullRequest } = await shop.run({ files: CHANGED });
    const calls = shop.github.calls.length - before;
    const { repository } = shop;
    equal(repository.pullRequests.length, pullRequests);
    deepEqual(
      repository.openPullRequests.map(({ number, head }) => [number, head.sha]),
      [[pullRequests, repository.head(BRANCH)]],
    );
    ok(pullRequest?.endsWith(`/acme/shop/pull/${pullRequests}`));
    equal(shop.commits.length, commits);
    equal(repository.head("main"), main);
    deepEqual(on(BRANCH, shop), all);
    deepEqual(readRecord(repository.pullRequest(pullRequests).body ?? ""), recordOf(CHANGED));

    await shop.run({ files: CHANGED });
    repository.merge(pullRequests, "merge");
    deepEqual(on("main", shop), all);
    await shop.run({ files: CHANGED });
    deepEqual(shop.writesSince(before + calls), []);
    return calls;
  } finally {
    await shop.close();
  }
}

/** The files on a branch. */
function on(branch: string, { repository }: Shop) {
  return repository.filesAt(repository.head(branch) ?? "");
}
