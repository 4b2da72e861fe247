import { deepEqual, equal, notEqual, ok } from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import type { DeliveredFile } from "../../../src/plan/delivery-plan.js";
import type { Delivered } from "../../../src/delivery/pull-request/deliver.js";
import { readRecord, recordOf } from "../../../src/delivery/pull-request/record.js";
import { BRANCH } from "../../../src/delivery/pull-request/remote.js";
import { UserError } from "../../../src/problems/user-error.js";
import type { PullRequest, Repository } from "../../github-emulator/repository.js";
import { type Deed, DEEDS, Person } from "./person.js";
import { Shop } from "./shop.js";
import { type Trouble, trouble } from "./trouble.js";
import { SEED, VERSIONS } from "./versions.js";

const RUNS = 150;

/** One thing that happens to a repository. */
type Step =
  | { readonly kind: "person"; readonly deed: Deed }
  | {
      readonly kind: "delivery";
      readonly version: number;
      readonly troubles: readonly Trouble[];
      readonly order: readonly number[];
      readonly meanwhile: { readonly at: number; readonly deed: Deed } | undefined;
    };

/** An edit where Slipway delivers often ends in a refusal, so there are fewer of them. */
const deed = fc.constantFrom(...DEEDS, ...DEEDS.filter((one) => !one.startsWith("edit")));
const version = fc.nat(VERSIONS.length - 1);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant("person" as const), deed }),
  fc.record({
    kind: fc.constant("delivery" as const),
    version,
    troubles: fc.array(trouble, { minLength: 1, maxLength: 2 }),
    order: fc.array(fc.nat(1), { minLength: 1, maxLength: 30 }),
    meanwhile: fc.option(fc.record({ at: fc.integer({ min: 1, max: 20 }), deed }), { nil: undefined }),
  }),
);

describe("the lives of a repository that is delivered to, with people at work and faults on the way", () => {
  it(`lose nothing of anybody's and end well: ${RUNS} times, seed ${SEED}`, async () => {
    const life = fc.array(step, { minLength: 1, maxLength: 8 });
    await fc.assert(fc.asyncProperty(life, version, endsWell), { seed: SEED, numRuns: RUNS });
  });
});

async function endsWell(life: readonly Step[], last: number): Promise<void> {
  const shop = await Shop.open();
  const person = new Person(shop.repository);
  try {
    for (const one of life) {
      await happen(shop, person, one);
      deepEqual(person.lost, [], "a person's commits are gone");
      equal(shop.repository.head("main"), person.main, "the default branch was changed");
    }
    const files = VERSIONS[last] ?? [];
    const before = shop.github.calls.length;
    const isUnwanted = wasClosed(shop, person, files);
    const outcome = await shop.outcomeOf({ files });
    deepEqual(person.lost, []);
    equal(shop.repository.head("main"), person.main);
    if (outcome instanceof UserError) mayRefuse(shop, person, before);
    else if (isUnwanted) isLeftAlone(shop, outcome, before);
    else isDelivered(shop, person, files, outcome);

    const settled = shop.github.calls.length;
    equal((await shop.outcomeOf({ files })) instanceof UserError, outcome instanceof UserError);
    deepEqual(shop.writesSince(settled), [], "a run with nothing to do wrote");
    if (!(outcome instanceof UserError)) mergesWell(shop, files);
  } finally {
    await shop.close();
  }
}

async function happen(shop: Shop, person: Person, one: Step): Promise<void> {
  switch (one.kind) {
    case "person":
      person.act(one.deed);
      return;
    case "delivery": {
      const { meanwhile } = one;
      const act = meanwhile && {
        at: meanwhile.at,
        act: () => {
          person.act(meanwhile.deed);
        },
      };
      await shop.runAtOnce(
        one.troubles.map((its, index) => ({
          files: VERSIONS[one.version] ?? [],
          trouble: its,
          meanwhile: index === 0 ? act : undefined,
        })),
        one.order,
      );
      return;
    }
    default:
      one satisfies never;
  }
}

/** Only a person's own work is a reason to deliver nothing, and then nothing is done at all. */
function mayRefuse(shop: Shop, person: Person, before: number): void {
  ok(person.hasEditedMain || person.unmerged.length > 0);
  deepEqual(shop.writesSince(before), []);
}

/** Whether a person closed, as the last of all, a pull request with just these files. */
function wasClosed({ repository }: Shop, person: Person, files: readonly DeliveredFile[]): boolean {
  const newest = repository.pullRequests.at(-1);
  if (newest?.state !== "closed" || newest.mergedAt !== undefined || !person.closed.has(newest.number))
    return false;
  return missing(repository, files).length > 0 && isRecorded(newest, files);
}

function isLeftAlone(shop: Shop, { decision }: Delivered, before: number): void {
  equal(decision.kind, "leaveClosed");
  deepEqual(shop.repository.openPullRequests, []);
  deepEqual(shop.writesSince(before), []);
}

function isDelivered(
  { repository }: Shop,
  person: Person,
  files: readonly DeliveredFile[],
  { decision }: Delivered,
): void {
  notEqual(decision.kind, "leaveClosed");
  const [open, ...others] = repository.openPullRequests;
  deepEqual(others, []);
  if (missing(repository, files).length === 0) {
    ok(open === undefined || person.unmerged.length > 0);
    return;
  }
  ok(open !== undefined);
  deepEqual([open.head.sha, open.base.branch], [repository.head(BRANCH), "main"]);
  ok(isRecorded(open, files));
}

function isRecorded({ body }: PullRequest, files: readonly DeliveredFile[]): boolean {
  return isDeepStrictEqual(readRecord(body ?? ""), recordOf(files));
}

/**
 * Merged as it is, an open pull request brings every file, and takes away nothing that was on the default branch. Where
 * there is nothing to bring, it is a person's.
 */
function mergesWell({ repository }: Shop, files: readonly DeliveredFile[]): void {
  const [open] = repository.openPullRequests;
  if (open === undefined || missing(repository, files).length === 0) return;
  const before = repository.textsOn("main");
  repository.merge(open.number, "squash");
  const after = repository.textsOn("main");
  const delivered = new Set(files.map(({ path }) => path));
  for (const [path, text] of Object.entries(before)) {
    if (!delivered.has(path)) equal(after[path], text);
  }
  for (const { path, content } of files) equal(after[path], content.toString());
}

function missing(repository: Repository, files: readonly DeliveredFile[]): string[] {
  const found = repository.filesAt(repository.head("main") ?? "");
  return [...recordOf(files)].flatMap(([path, entry]) =>
    isDeepStrictEqual(found.get(path), entry) ? [] : path,
  );
}
