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
const lost = `refuse acme/shop, branch ${BRANCH}`;

type Case = readonly [
  what: string,
  expected: string,
  base: Texts,
  branch?: Remote["branch"],
  pullRequests?: readonly PullRequest[],
  wanted?: Texts,
];

describe("a delivery by pull request", () => {
  const cases: readonly Case[] = [
    [
      "is opened with one commit on the default branch, with what that has not and nothing else",
      "open, create branch on base: added Dockerfile",
      { same: "1" },
      undefined,
      [],
      { same: "1", ...NEW },
    ],
    ["is nothing where the default branch has all of it", "nothing", NEW],
    ["is nothing where there is nothing to deliver", "nothing", {}, undefined, [], {}],
    ["waits while its pull request does", "wait for #1", {}, branch(NEW), [asked]],
    [
      "waits when the default branch has gone on with other files",
      "wait for #1",
      { other: "1" },
      outdated(NEW),
      [asked],
    ],
    ["goes on where only the branch was made", "open, no commit: added Dockerfile", {}, branch(NEW)],
    [
      "goes on where only the branch was updated",
      "update, no commit: added Dockerfile",
      {},
      branch(NEW),
      [earlier],
    ],
    [
      "updates the branch in one more commit where the catalogue has changed",
      "update, update branch on branch: added Dockerfile",
      {},
      branch(OLD),
      [earlier],
    ],
    [
      "takes the default branch in where that has changed a delivered file, which would be a conflict",
      "update, update branch on branch and base: edited Dockerfile",
      { Dockerfile: "FROM edited\n" },
      outdated(NEW, OLD),
      [pullRequest(NEW, { number: 2 }), merged],
    ],
    [
      "takes a file off the branch that is delivered no longer",
      "update, update branch on branch: added Dockerfile",
      {},
      branch({ ...NEW, gone: "1" }),
      [asked],
    ],
    [
      "reopens nothing after a merge, with the branch still there",
      "nothing",
      OLD,
      branch(OLD),
      [merged],
      OLD,
    ],
    [
      "opens another one after a merge, when there is something new",
      "open, create branch on base: updated Dockerfile",
      OLD,
      undefined,
      [merged],
    ],
    [
      "goes on from a merged branch that was left, though it holds others' commits, for these were merged",
      "open, update branch on merged: updated Dockerfile",
      OLD,
      worked({ ...OLD, theirs: "1" }, OLD, { head: "merged" }),
      [merged],
    ],
    ["is left alone once a person has closed it", "leaveClosed #1", {}, branch(NEW), [closed]],
    ["is left alone with the branch deleted, too", "leaveClosed #1", {}, undefined, [closed]],
    [
      "is opened anew when something else is to be delivered than what was refused",
      "open, create branch on base: added Dockerfile",
      {},
      undefined,
      [{ ...earlier, state: "closed" }],
    ],
    [
      "is opened anew after Slipway itself took it back",
      "open, create branch on base: added Dockerfile",
      {},
      undefined,
      [{ ...closed, record: undefined }],
    ],
    [
      "moves to the branch that is the default now",
      "update, no commit: added Dockerfile",
      {},
      branch(NEW),
      [{ ...asked, into: "master" }],
    ],
    [
      "does not take a person's pull request into another branch for its own",
      "open, no commit: added Dockerfile",
      {},
      branch(NEW),
      [{ ...asked, into: "release", record: undefined }],
    ],
    [
      "is taken back where the default branch has got all by another way",
      "withdraw #1",
      NEW,
      branch(NEW),
      [asked],
    ],
    [
      "is taken back as well where another branch is the default by then",
      "withdraw #1",
      NEW,
      branch(NEW),
      [{ ...asked, into: "master" }],
    ],
    [
      "loses nothing of others' that has come to the default branch as well",
      "update, update branch on branch and base: added Dockerfile",
      { theirs: "1" },
      outdated(
        { ...OLD, theirs: "1" },
        {},
        { commits: [own, others], ownTree: treeOf({ ...README, ...OLD }) },
      ),
      [earlier],
    ],
    ["is not taken back while others work on it", "wait for #1", NEW, worked(NEW, {}), [asked]],
    [
      "waits while others have put more on the branch",
      "wait for #1",
      {},
      worked({ ...NEW, theirs: "1" }, NEW),
      [asked],
    ],
    ["is refused where that would be lost", lost, {}, worked({ ...OLD, theirs: "1" }, OLD), [earlier]],
    [
      "is refused where others have changed a delivered file on the branch",
      lost,
      {},
      worked({ Dockerfile: "FROM theirs\n" }, NEW),
      [asked],
    ],
    [
      "goes on where the others' commit only took the default branch in",
      "update, update branch on branch: added Dockerfile",
      {},
      worked(OLD, { "README.md": "older\n", ...OLD }),
      [earlier],
    ],
    [
      "is refused where the repository is another stack's",
      "refuse acme/shop, https://github.test/acme/shop/pull/1",
      NEW,
      undefined,
      [{ ...closed, body: "Delivered by the Pulumi stack `slipway/prod`." }],
    ],
    ["is refused where a person's file is in the way", "refuse acme/shop, Dockerfile on main", OLD],
  ];
  for (const [what, expected, base, onBranch, pullRequests = [], wanted = NEW] of cases) {
    it(what, () => {
      assert.equal(inShort(decideOn(remote(base, { branch: onBranch, pullRequests }), wanted)), expected);
    });
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
              mergeBase: hasBase
                ? { sha: "base", tree: remote(base).base.tree }
                : { sha: "before", tree: remote(from).base.tree },
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

  it("never opens a second pull request", () => {
    fc.assert(
      fc.property(remotes, texts, (found, wanted) => {
        const hasOpen = found.pullRequests.some((request) => request.state === "open");
        assert.ok(!hasOpen || decideOn(found, wanted, ALL).kind !== "open");
      }),
    );
  });

  it("does nothing once it was done: the branch made, the pull request opened or brought up to date", () => {
    fc.assert(
      fc.property(remotes, texts, (found, wanted) => {
        const decision = decideOn(found, wanted, ALL);
        const after = afterwards(found, wanted, decision);
        if (after === undefined) return;
        const open = after.pullRequests.find((request) => request.state === "open");
        assert.equal(
          inShort(decideOn(after, wanted, ALL)),
          open === undefined ? "nothing" : `wait for #${open.number}`,
        );
      }),
    );
  });

  it("builds each commit on the branch as it is, so that nothing is ever taken off it", () => {
    fc.assert(
      fc.property(remotes, texts, (found, wanted) => {
        const decision = decideOn(found, wanted, ALL);
        if (!("commit" in decision) || decision.commit === undefined) return;
        const { parents } = decision.commit;
        assert.equal(parents[0], found.branch?.head ?? "base");
        assert.equal(decision.commit.branch, found.branch === undefined ? "create" : "update");
        assert.ok(parents.includes("base") || found.branch?.mergeBase.sha === "base");
      }),
    );
  });

  it("never replaces a file that nothing shows to be Slipway's", () => {
    fc.assert(
      fc.property(remotes, texts, (found, wanted) => {
        const decision = decideOn(found, wanted);
        const isKnown = (path: string) =>
          found.pullRequests.some(
            (request) => request.state === "merged" && request.record?.has(path) === true,
          );
        if (!("changes" in decision)) return;
        for (const { file } of decision.changes) {
          assert.ok(!found.base.tree.has(file.path) || isKnown(file.path), file.path);
        }
      }),
    );
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
