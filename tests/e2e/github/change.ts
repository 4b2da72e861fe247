import { deepEqual, equal, ok } from "node:assert/strict";
import { readRecord, recordOf } from "../../../src/delivery/pull-request/record.js";
import { BRANCH } from "../../../src/delivery/pull-request/remote.js";
import { entryOf } from "../../../src/delivery/pull-request/tree.js";
import { type Connect, Shop, writesSince } from "./shop.js";
import { VERSIONS } from "./versions.js";

const [FIRST = [], SECOND = []] = VERSIONS;

/** The files that the change delivers. */
export const CHANGED = SECOND;

/** Where a change of the catalogue finds the repository, and what is on it when the change is delivered. */
export const STARTS = {
  "nothing was delivered yet": { pullRequests: 1, commits: 1, prepare: () => Promise.resolve() },
  "a pull request is open": { pullRequests: 1, commits: 2, prepare: open },
  "it was merged, and its branch is still there": { pullRequests: 2, commits: 1, prepare: merged },
  "it was squashed, and its branch is still there": { pullRequests: 2, commits: 2, prepare: squashed },
  "it was merged and its branch deleted": { pullRequests: 2, commits: 1, prepare: deleted },
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
    deepEqual(delivered(shop, BRANCH), expected());
    deepEqual(readRecord(repository.pullRequest(pullRequests).body ?? ""), recordOf(CHANGED));

    await shop.run({ files: CHANGED });
    repository.merge(pullRequests, "merge");
    deepEqual(delivered(shop, "main"), expected());
    await shop.run({ files: CHANGED });
    deepEqual(writesSince(shop, before + calls), []);
    return calls;
  } finally {
    await shop.close();
  }
}

/** What a branch has of all that it should, and of all that it should not. */
function delivered({ repository }: Shop, branch: string): Readonly<Record<string, string>> {
  const head = repository.head(branch);
  ok(head !== undefined);
  return Object.fromEntries(
    [...repository.filesAt(head)].map(([path, { mode, sha }]) => [path, `${mode} ${sha}`]),
  );
}

function expected(): Readonly<Record<string, string>> {
  const own = { "README.md": "shop\n", "src/main.ts": "main\n" };
  const files = Object.entries(own).map(([path, text]) => ({
    path,
    content: Buffer.from(text),
    executable: false,
    source: "",
  }));
  return Object.fromEntries(
    [...files, ...CHANGED]
      .toSorted((a, b) => (a.path < b.path ? -1 : 1))
      .map((file) => [file.path, `${entryOf(file).mode} ${entryOf(file).sha}`]),
  );
}

async function open(shop: Shop): Promise<void> {
  await shop.run({ files: FIRST });
}

async function merged(shop: Shop): Promise<void> {
  await open(shop);
  shop.repository.merge(1, "merge");
}

async function squashed(shop: Shop): Promise<void> {
  await open(shop);
  shop.repository.merge(1, "squash");
}

async function deleted(shop: Shop): Promise<void> {
  shop.repository.deleteBranchOnMerge = true;
  await merged(shop);
}
