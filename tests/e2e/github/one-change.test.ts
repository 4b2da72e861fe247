import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { entryOf } from "../../../delivery/pull-request/tree.js";
import { readRecord, recordOf } from "../../../delivery/pull-request/record.js";
import { BRANCH } from "../../../delivery/pull-request/remote.js";
import { SEED } from "./seed.js";
import { Shop } from "./shop.js";
import { trouble } from "./trouble.js";
import { VERSIONS } from "./versions.js";

const RUNS = 200;

const [FIRST = [], SECOND = []] = VERSIONS;

/** Where a change of the catalogue finds the repository, and what is on it when the change is delivered. */
const STARTS = {
  "nothing was delivered yet": { pullRequests: 1, commits: 1, prepare: () => Promise.resolve() },
  "a pull request is open": { pullRequests: 1, commits: 2, prepare: open },
  "it was merged, and its branch is still there": { pullRequests: 2, commits: 1, prepare: merged },
  "it was squashed, and its branch is still there": { pullRequests: 2, commits: 2, prepare: squashed },
  "it was merged and its branch deleted": { pullRequests: 2, commits: 1, prepare: deleted },
} as const;

type Start = keyof typeof STARTS;

describe("a delivery in which things go wrong", () => {
  it(`converges in the next run that nothing disturbs: ${RUNS} times, seed ${SEED}`, async () => {
    const starts = fc.constantFrom(...(Object.keys(STARTS) as Start[]));
    const disturbed = fc.array(
      fc.record({
        troubles: fc.array(trouble, { minLength: 1, maxLength: 2 }),
        order: fc.array(fc.nat(1), { minLength: 1, maxLength: 30 }),
      }),
      { minLength: 1, maxLength: 3 },
    );
    await fc.assert(
      fc.asyncProperty(starts, disturbed, async (start, attempts) => {
        await converges(start, async (shop) => {
          for (const { troubles, order } of attempts) {
            await shop.runAtOnce(
              troubles.map((one) => ({ files: SECOND, trouble: one })),
              order,
            );
          }
        });
      }),
      { seed: SEED, numRuns: RUNS },
    );
  });

  for (const start of Object.keys(STARTS) as Start[]) {
    it(`converges wherever a run is killed, when ${start}`, async () => {
      const calls = await converges(start, () => Promise.resolve());
      for (let at = 1; at <= calls; at++) {
        for (const done of [false, true]) {
          await converges(start, async (shop) => {
            await shop.runAtOnce(
              [{ files: SECOND, trouble: { faults: new Map(), killed: { at, done } } }],
              [0],
            );
          });
        }
      }
    });
  }
});

/** Does what disturbs, then delivers in peace, and looks at what is there. Gives the calls of the peaceful delivery. */
async function converges(start: Start, disturb: (shop: Shop) => Promise<void>): Promise<number> {
  const shop = await Shop.open();
  try {
    const { pullRequests, commits, prepare } = STARTS[start];
    await prepare(shop);
    const main = shop.repository.head("main");
    await disturb(shop);
    const before = shop.github.calls.length;

    const { pullRequest } = await shop.run({ files: SECOND });
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
    deepEqual(readRecord(repository.pullRequest(pullRequests).body ?? ""), recordOf(SECOND));

    await shop.run({ files: SECOND });
    repository.merge(pullRequests, "merge");
    deepEqual(delivered(shop, "main"), expected());
    await shop.run({ files: SECOND });
    deepEqual(writesSince(shop, before + calls), []);
    return calls;
  } finally {
    await shop.close();
  }
}

function writesSince({ github }: Shop, call: number): readonly string[] {
  return github.writes.flatMap(({ index, method, path }) => (index > call ? `${method} ${path}` : []));
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
    [...files, ...SECOND]
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
