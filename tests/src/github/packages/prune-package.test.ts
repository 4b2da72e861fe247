import assert from "node:assert/strict";
import fc from "fast-check";
import { GithubError } from "../../../../src/github/api.js";
import { prunePackage } from "../../../../src/github/packages/prune-package.js";
import { digestOf, FakePackage, NOW, packageOf } from "./package.js";

const SKETCHES = {
  "old child": {},
  "old index": { children: ["old child"] },
  child: {},
  live: { tags: ["main"], children: ["child"] },
};
const ORPHANS = ["old index", "old child"].map(digestOf);
const CHANGED = "The package changed meanwhile; run the command again when nobody pushes.";

/** Prunes the package, in which `meanwhile` happens before each call. */
async function prune(meanwhile: (source: FakePackage, call: string) => void = () => undefined, limit = 100) {
  const source = new FakePackage(packageOf(SKETCHES));
  source.before = (call) => {
    meanwhile(source, call);
  };
  return { source, pruning: await prunePackage(source, { days: 30, limit, now: NOW }) };
}

/** Does something once, before the call of this number: the first lists, four read, the sixth lists again. */
function at(number: number, act: (source: FakePackage) => unknown) {
  let calls = 0;
  return (source: FakePackage) => {
    if (++calls === number) act(source);
  };
}

describe("prunePackage", () => {
  it("tells orphans, newest first, and deletes nothing unless told to (pain 15)", async () => {
    const { source, pruning } = await prune(undefined, 0);
    const orphan = { tags: [], changed: "2026-08-13", bytes: 0 };
    assert.deepEqual(pruning, {
      package: "ghcr.io/acme/api",
      outcome: "planned",
      kept: 2,
      orphans: ORPHANS.map((digest, index) => ({ id: 2 - index, digest, ...orphan })),
      removed: [],
      broken: [],
      reasons: [],
    });
    assert.deepEqual(source.removed, []);
  });

  it("deletes an index before its children, and nothing else; at most as many as it may", async () => {
    for (const [limit, ids] of [
      [100, [2, 1]],
      [1, [2]],
    ] as const) {
      const { source, pruning } = await prune(undefined, limit);
      assert.deepEqual(
        [source.removed, pruning.outcome, pruning.removed],
        [ids, "pruned", ORPHANS.slice(0, limit)],
      );
    }
  });

  it("tells a missing package, one that cannot be listed and one of which too little is known", async () => {
    const missing = new FakePackage(packageOf({}));
    missing.versions = () => Promise.resolve(undefined as never);
    assert.equal((await prunePackage(missing, { days: 30, limit: 0, now: NOW })).outcome, "missing");
    for (const [failing, kept, reason] of [
      ["versions", 0, /^no answer\.$/],
      ["manifest", 4, /^The manifest sha256:\w+ cannot be read: no answer\.$/],
    ] as const) {
      const { pruning } = await prune((_, call) => {
        if (call === failing) throw new GithubError("no answer");
      });
      assert.deepEqual([pruning.outcome, pruning.kept, pruning.removed], ["refused", kept, []]);
      assert.match(pruning.reasons[0] ?? "", reason);
    }
  });

  for (const [what, meanwhile, removed, reason] of [
    ["after a push", at(6, (source) => source.push({ new: { tags: ["next"] } })), [], CHANGED],
    ["after a tag on an orphan", at(6, (source) => source.change(2, { tags: ["rollback"] })), [], CHANGED],
    ["after a tag moved", at(6, (source) => source.change(4, { tags: [] })), [], CHANGED],
    ["after a deletion", at(6, (source) => source.drop(3)), [], CHANGED],
    [
      "before a version that was tagged a moment ago, and leaves its children",
      (source, call) => {
        if (call === "version") source.change(2, { tags: ["rollback"] });
      },
      [],
      `${digestOf("old index")} changed since it was listed.`,
    ],
    [
      "at the first refusal",
      (source, call) => {
        if (call === "remove" && source.removed.length === 1) throw new GithubError("answered with 400: no");
      },
      [2],
      "answered with 400: no.",
    ],
    [
      "where it finds what was pushed meanwhile onto a child that went, and says how to bring it back",
      (source, call) => {
        if (call === "remove" && source.removed.length === 1)
          source.push({ again: { tags: ["next"], children: ["old child"], age: 0 } });
      },
      [2, 1],
      "A push refers to a version that was just deleted; restore it: `restore 1`.",
    ],
    [
      "where it could not look afterwards",
      (source, call) => {
        if (call === "versions" && source.removed.length > 0) throw new GithubError("no answer from GitHub");
      },
      [2, 1],
      "no answer from GitHub.",
    ],
  ] as const satisfies [string, (source: FakePackage, call: string) => void, number[], string][]) {
    it(`stops ${what}`, async () => {
      const { source, pruning } = await prune(meanwhile);
      assert.deepEqual([pruning.outcome, source.removed, pruning.reasons], ["stopped", removed, [reason]]);
      assert.deepEqual(pruning.removed, ORPHANS.slice(0, removed.length));
    });
  }

  it("leaves no index without its children unless it says how to bring them back", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.subarray(Object.keys(SKETCHES)),
        fc.integer({ min: 6, max: 18 }),
        async (children, moment) => {
          let calls = 0;
          const { pruning } = await prune((source) => {
            if (++calls === moment) source.push({ new: { tags: ["next"], children, age: 0 } });
          });
          const needed = new Set(children.map(digestOf));
          for (const { digest, id } of pruning.orphans) {
            // What is pushed after the last look, nobody can see.
            if (!pruning.removed.includes(digest) || !needed.has(digest) || moment > calls) continue;
            assert.ok(pruning.reasons[0]?.includes(`restore ${id}`));
          }
        },
      ),
    );
  });
});
