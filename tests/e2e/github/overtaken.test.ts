import { deepEqual, equal } from "node:assert/strict";
import { readRecord, recordOf } from "../../../src/delivery/pull-request/record.js";
import { Shop } from "./shop.js";
import { VERSIONS } from "./versions.js";

const [FIRST = [], SECOND = []] = VERSIONS;

/** More calls than a run makes. */
const CALLS = 20;

describe("a pull request that is merged before any call of a run", () => {
  it("goes on saying what it brought, though the run saw it open and with nothing more to bring", async () => {
    for (let at = 1; at <= CALLS; at++) {
      await afterMergeAt(at, FIRST, async (shop) => {
        deepEqual(readRecord(shop.repository.pullRequest(1).body ?? ""), recordOf(FIRST));
        equal(shop.repository.pullRequests.length, 1);
        await shop.run({ files: FIRST });
        equal(shop.repository.pullRequests.length, 1);
      });
    }
  });

  it("is followed by another with what it did not bring", async () => {
    for (let at = 1; at <= CALLS; at++) {
      await afterMergeAt(at, SECOND, async (shop) => {
        const { repository } = shop;
        await shop.run({ files: SECOND });
        for (const { number } of repository.openPullRequests) repository.merge(number, "squash");
        const main = repository.textsOn("main");
        for (const { path, content } of SECOND) equal(main[path], content.toString());
        const writes = shop.github.writes.length;
        await shop.run({ files: SECOND });
        equal(shop.github.writes.length, writes);
      });
    }
  });
});

/** Delivers the first version, and then `files`, with the merge before that run's call of this number. */
async function afterMergeAt(
  at: number,
  files: typeof FIRST,
  look: (shop: Shop) => Promise<void>,
): Promise<void> {
  const shop = await Shop.open();
  try {
    await shop.run({ files: FIRST });
    const merge = () => {
      shop.repository.merge(1, "merge");
    };
    // Without a memory, what was merged since pull requests were listed looks like a person's: it may end in a refusal.
    await shop.runAtOnce([{ files, meanwhile: { at, act: merge } }], [0]);
    if (shop.repository.pullRequest(1).mergedAt !== undefined) await look(shop);
  } finally {
    await shop.close();
  }
}
