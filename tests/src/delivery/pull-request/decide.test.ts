import assert from "node:assert/strict";
import fc from "fast-check";
import { decide, type DeliveryDecision } from "../../../../src/delivery/pull-request/decide.js";
import type { Delivery } from "../../../../src/delivery/pull-request/delivery.js";
import { BRANCH, type PullRequest, type Remote } from "../../../../src/delivery/pull-request/remote.js";
import { branch, deliveryOf, others, own, pullRequest, remote, type Texts, treeOf } from "./remotes.js";

const README = { "README.md": "shop\n" };
const OLD = { Dockerfile: "FROM old\n" };
const NEW = { Dockerfile: "FROM new\n" };

function decideOn(found: Remote, wanted: Texts, more: Partial<Delivery> = {}): DeliveryDecision {
  return decide(found, deliveryOf(wanted, more));
}

/** A decision in short, such as `update, commit on branch and base: edited Dockerfile`. */
function inShort(decision: DeliveryDecision): string {
  switch (decision.kind) {
    case "nothing":
      return decision.waiting === undefined ? "nothing" : `wait for #${decision.waiting.number}`;
    case "open":
    case "update": {
      const { commit, kind, changes } = decision;
      const how =
        commit === undefined ? "no commit" : `${commit.branch} branch on ${commit.parents.join(" and ")}`;
      const files = commit?.files.map(({ path }) => path) ?? changes.map(({ file }) => file.path);
      assert.deepEqual(
        files,
        changes.map(({ file }) => file.path),
      );
      return `${kind}, ${how}: ${changes.map((change) => `${change.kind} ${change.file.path}`).join(", ")}`;
    }
    case "leaveClosed":
    case "withdraw":
      return `${decision.kind} #${decision.pullRequest.number}`;
    case "refuse":
      return `refuse ${decision.problems.map(({ where }) => where).join("; ")}`;
    default:
      return decision satisfies never;
  }
}

/** Slipway's branch, on a default branch that has gone on since it held these files. */
function outdated(texts: Texts, from: Texts = {}, more: Parameters<typeof branch>[2] = {}) {
  return branch(texts, from, { mergeBase: { sha: "before", tree: treeOf({ ...README, ...from }) }, ...more });
}

/** A branch with a commit of others upon Slipway's, which had these files. */
function worked(texts: Texts, ownTexts: Texts, more: Parameters<typeof branch>[2] = {}) {
  return branch(texts, {}, { commits: [own, others], ownTree: treeOf({ ...README, ...ownTexts }), ...more });
}

const asked = pullRequest(NEW);
const earlier = pullRequest(OLD);
const closed = pullRequest(NEW, { state: "closed" });
const merged = pullRequest(OLD, { state: "merged", head: "merged" });

/** What differs from the base: a branch, pull requests, and what is wanted in place of {@link NEW}. */
type Case = readonly [
  what: string,
  base: Texts,
  branch?: Remote["branch"],
  pullRequests?: readonly PullRequest[],
  wanted?: Texts,
];

const both = { ...OLD, theirs: "1" };
const bothOnBranch = { commits: [own, others], ownTree: treeOf({ ...README, ...OLD }) };
const ofAnother = { ...closed, body: "Delivered by the Pulumi stack `slipway/prod`." };

/** By decision. */
const CASES: Readonly<Record<string, readonly Case[]>> = {
  "open, create branch on base: added Dockerfile": [
    ["what the default branch has not and nothing else", { same: "1" }, undefined, [], { same: "1", ...NEW }],
    ["something else than what was refused", {}, undefined, [{ ...earlier, state: "closed" }]],
    ["what Slipway itself took back", {}, undefined, [{ ...closed, record: undefined }]],
  ],
  "open, create branch on base: updated Dockerfile": [
    ["something new after a merge", OLD, undefined, [merged]],
  ],
  "open, no commit: added Dockerfile": [
    ["only the branch was made", {}, branch(NEW)],
    [
      "a person's is into another branch",
      {},
      branch(NEW),
      [{ ...asked, into: "release", record: undefined }],
    ],
  ],
  "open, update branch on merged: updated Dockerfile": [
    ["a merged branch was left, with others' commits", OLD, worked(both, OLD, { head: "merged" }), [merged]],
  ],
  "update, no commit: added Dockerfile": [
    ["only the branch was updated", {}, branch(NEW), [earlier]],
    ["another branch is the default now", {}, branch(NEW), [{ ...asked, into: "master" }]],
  ],
  "update, update branch on branch: added Dockerfile": [
    ["the catalogue has changed", {}, branch(OLD), [earlier]],
    ["a file is delivered no longer", {}, branch({ ...NEW, gone: "1" }), [asked]],
    [
      "others only took the default branch in",
      {},
      worked(OLD, { "README.md": "older\n", ...OLD }),
      [earlier],
    ],
  ],
  "update, update branch on branch and base: added Dockerfile": [
    ["what others did is on both branches", { theirs: "1" }, outdated(both, {}, bothOnBranch), [earlier]],
  ],
  "update, update branch on branch and base: edited Dockerfile": [
    [
      "the default branch has changed a delivered file, which would be a conflict",
      { Dockerfile: "FROM edited\n" },
      outdated(NEW, OLD),
      [pullRequest(NEW, { number: 2 }), merged],
    ],
  ],
  nothing: [
    ["the default branch has all of it", NEW],
    ["there is nothing to deliver", {}, undefined, [], {}],
    ["it was merged, with the branch still there", OLD, branch(OLD), [merged], OLD],
  ],
  "wait for #1": [
    ["its pull request waits", {}, branch(NEW), [asked]],
    ["the default branch has gone on with other files", { other: "1" }, outdated(NEW), [asked]],
    ["others work on what is delivered otherwise", NEW, worked(NEW, {}), [asked]],
    ["others have put more on the branch", {}, worked({ ...NEW, theirs: "1" }, NEW), [asked]],
  ],
  "leaveClosed #1": [
    ["a person has closed it", {}, branch(NEW), [closed]],
    ["a person has deleted the branch, too", {}, undefined, [closed]],
  ],
  "withdraw #1": [
    ["the default branch has got all by another way", NEW, branch(NEW), [asked]],
    ["another branch is the default by then as well", NEW, branch(NEW), [{ ...asked, into: "master" }]],
  ],
  [`refuse acme/shop, branch ${BRANCH}`]: [
    ["others' commits would be lost", {}, worked(both, OLD), [earlier]],
    ["others have changed a delivered file there", {}, worked({ Dockerfile: "FROM theirs\n" }, NEW), [asked]],
  ],
  "refuse acme/shop, https://github.test/acme/shop/pull/1": [
    ["the repository is another stack's", NEW, undefined, [ofAnother]],
  ],
  "refuse acme/shop, Dockerfile on main": [["a person's file is in the way", OLD]],
};

describe("a delivery by pull request", () => {
  for (const [expected, cases] of Object.entries(CASES)) {
    for (const [what, base, onBranch, pullRequests = [], wanted = NEW] of cases) {
      it(`is to ${expected}, where ${what}`, () => {
        assert.equal(inShort(decideOn(remote(base, { branch: onBranch, pullRequests }), wanted)), expected);
      });
    }
  }
});

describe("whatever GitHub holds, a delivery by pull request", () => {
  const paths = ["a", "b", "c"];
  /** Every file is Slipway's. */
  const ALL = { replaceFiles: new Set(paths) };
  const texts = fc.dictionary(fc.constantFrom(...paths), fc.constantFrom("1", "2", "3"));
  const state = fc.constantFrom("open" as const, "merged" as const, "closed" as const);
  const remotes = fc
    .record({
      base: texts,
      onBranch: fc.option(texts, { nil: undefined }),
      from: texts,
      hasBase: fc.boolean(),
      commits: fc.array(fc.constantFrom(own, others), { maxLength: 3 }),
      ownTexts: texts,
      requests: fc.array(fc.record({ brings: fc.option(texts, { nil: undefined }), state }), {
        maxLength: 3,
      }),
    })
    .map(({ base, onBranch, from, hasBase, commits, ownTexts, requests }) =>
      remote(base, {
        branch:
          onBranch &&
          branch(
            onBranch,
            {},
            {
              mergeBase: { sha: hasBase ? "base" : "before", tree: remote(hasBase ? base : from).base.tree },
              commits,
              ownTree: remote(ownTexts).base.tree,
            },
          ),
        // GitHub knows one open pull request between two branches at most.
        pullRequests: requests
          .filter(
            (one, index) =>
              one.state !== "open" || requests.findIndex((each) => each.state === "open") === index,
          )
          .map((one, index) =>
            pullRequest(one.brings ?? {}, {
              number: 9 - index,
              state: one.state,
              head: index % 2 === 0 ? "branch" : "earlier",
              ...(one.brings === undefined && { record: undefined }),
            }),
          ),
      }),
    );

  function always(what: string, check: (found: Remote, wanted: Texts) => void): void {
    it(what, () => {
      fc.assert(fc.property(remotes, texts, check));
    });
  }

  always("never opens a second pull request", (found, wanted) => {
    const hasOpen = found.pullRequests.some((request) => request.state === "open");
    assert.ok(!hasOpen || decideOn(found, wanted, ALL).kind !== "open");
  });

  always("does nothing once the branch is made, the pull request opened or updated", (found, wanted) => {
    const after = afterwards(found, wanted, decideOn(found, wanted, ALL));
    if (after === undefined) return;
    const open = after.pullRequests.find((request) => request.state === "open");
    const nothing = open === undefined ? "nothing" : `wait for #${open.number}`;
    assert.equal(inShort(decideOn(after, wanted, ALL)), nothing);
  });

  always("builds each commit on the branch, so that nothing is ever taken off it", (found, wanted) => {
    const decision = decideOn(found, wanted, ALL);
    if (!("commit" in decision) || decision.commit === undefined) return;
    const { parents } = decision.commit;
    assert.equal(parents[0], found.branch?.head ?? "base");
    assert.equal(decision.commit.branch, found.branch === undefined ? "create" : "update");
    assert.ok(parents.includes("base") || found.branch?.mergeBase.sha === "base");
  });

  always("never replaces a file that nothing shows to be Slipway's", (found, wanted) => {
    const decision = decideOn(found, wanted);
    if (!("changes" in decision)) return;
    const isKnown = (path: string) =>
      found.pullRequests.some((request) => request.state === "merged" && request.record?.has(path) === true);
    for (const { file } of decision.changes) {
      assert.ok(!found.base.tree.has(file.path) || isKnown(file.path), file.path);
    }
  });

  /** The repository after the decision was carried out; `undefined` where none was to be. */
  function afterwards(found: Remote, wanted: Texts, decision: DeliveryDecision): Remote | undefined {
    if (decision.kind !== "open" && decision.kind !== "update") return undefined;
    const tree = new Map([...found.base.tree, ...treeOf(wanted)]);
    const made = {
      head: "made",
      tree,
      mergeBase: { sha: "base", tree: found.base.tree },
      commits: [own],
      ownTree: undefined,
    };
    const open = pullRequest(wanted, { number: 99, head: "made" });
    return {
      ...found,
      branch: decision.commit === undefined ? found.branch : made,
      pullRequests: [
        ...(decision.kind === "open" ? [open] : []),
        ...found.pullRequests.map((request) =>
          request.state === "open" ? { ...open, number: request.number } : request,
        ),
      ],
    };
  }
});
