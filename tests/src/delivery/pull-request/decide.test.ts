import assert from "node:assert/strict";
import fc from "fast-check";
import { decide, type DeliveryDecision } from "../../../../src/delivery/pull-request/decide.js";
import type { Evidence } from "../../../../src/delivery/pull-request/origin.js";
import { BRANCH, type Remote } from "../../../../src/delivery/pull-request/remote.js";
import {
  branch,
  delivered,
  evidence,
  others,
  own,
  pullRequest,
  remote,
  type Texts,
  treeOf,
} from "./remotes.js";

const OLD = { Dockerfile: "FROM old\n" };
const NEW = { Dockerfile: "FROM new\n" };

function decideOn(found: Remote, wanted: Texts, more: Partial<Evidence> = {}): DeliveryDecision {
  return decide(found, delivered(wanted), evidence({ pullRequests: found.pullRequests, ...more }));
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

/** A branch that others have worked on, too. */
function worked(texts: Texts, ownTexts: Texts) {
  const ownTree = treeOf({ "README.md": "shop\n", ...ownTexts });
  return branch(texts, {}, { commits: [own, others], ownTree });
}

const merged = pullRequest(OLD, { state: "merged", head: "merged" });

describe("a delivery by pull request", () => {
  const cases: readonly (readonly [what: string, found: Remote, expected: string, wanted?: Texts])[] = [
    [
      "is opened with one commit on the default branch, with what that has not and nothing else",
      remote({ same: "1" }),
      "open, create branch on base: added Dockerfile",
      { same: "1", ...NEW },
    ],
    ["is nothing where the default branch has all of it", remote(NEW), "nothing"],
    ["is nothing where there is nothing to deliver", remote(), "nothing", {}],
    [
      "waits while its pull request does",
      remote({}, { branch: branch(NEW), pullRequests: [pullRequest(NEW)] }),
      "wait for #1",
    ],
    [
      "waits as well when the default branch has gone on with other files",
      remote(
        { other: "1" },
        {
          branch: branch(NEW, {}, { mergeBase: { sha: "before", tree: treeOf({ "README.md": "shop\n" }) } }),
          pullRequests: [pullRequest(NEW)],
        },
      ),
      "wait for #1",
    ],
    [
      "goes on with the pull request where only the branch was made",
      remote({}, { branch: branch(NEW) }),
      "open, no commit: added Dockerfile",
    ],
    [
      "goes on with the text where only the branch was brought up to date",
      remote({}, { branch: branch(NEW), pullRequests: [pullRequest(OLD)] }),
      "update, no commit: added Dockerfile",
    ],
    [
      "updates the branch in one more commit where the catalogue has changed",
      remote({}, { branch: branch(OLD), pullRequests: [pullRequest(OLD)] }),
      "update, update branch on branch: added Dockerfile",
    ],
    [
      "takes the default branch in where that has changed a delivered file, which would be a conflict",
      remote(
        { Dockerfile: "FROM edited\n" },
        {
          branch: branch(NEW, OLD, {
            mergeBase: { sha: "before", tree: treeOf({ "README.md": "shop\n", ...OLD }) },
          }),
          pullRequests: [pullRequest(NEW, { number: 2 }), merged],
        },
      ),
      "update, update branch on branch and base: edited Dockerfile",
    ],
    [
      "takes a file off the branch that is delivered no longer",
      remote({}, { branch: branch({ ...NEW, gone: "1" }), pullRequests: [pullRequest(NEW)] }),
      "update, update branch on branch: added Dockerfile",
    ],
    [
      "reopens nothing after a merge, with the branch still there",
      remote(OLD, { branch: branch(OLD), pullRequests: [merged] }),
      "nothing",
      OLD,
    ],
    [
      "opens another one after a merge, when there is something new",
      remote(OLD, { pullRequests: [merged] }),
      "open, create branch on base: updated Dockerfile",
    ],
    [
      "goes on from a merged branch that was left, though it holds others' commits, for these were merged",
      remote(OLD, {
        branch: branch(
          { ...OLD, theirs: "1" },
          {},
          { head: "merged", commits: [own, others], ownTree: treeOf(OLD) },
        ),
        pullRequests: [merged],
      }),
      "open, update branch on merged: updated Dockerfile",
    ],
    [
      "is left alone once a person has closed it",
      remote({}, { branch: branch(NEW), pullRequests: [pullRequest(NEW, { state: "closed" })] }),
      "leaveClosed #1",
    ],
    [
      "is left alone with the branch deleted, too",
      remote({}, { pullRequests: [pullRequest(NEW, { state: "closed" })] }),
      "leaveClosed #1",
    ],
    [
      "is opened anew when something else is to be delivered than what was refused",
      remote({}, { pullRequests: [pullRequest(OLD, { state: "closed" })] }),
      "open, create branch on base: added Dockerfile",
    ],
    [
      "is opened anew after Slipway itself took it back",
      remote({}, { pullRequests: [pullRequest(NEW, { state: "closed", record: undefined })] }),
      "open, create branch on base: added Dockerfile",
    ],
    [
      "moves to the branch that is the default now",
      remote({}, { branch: branch(NEW), pullRequests: [pullRequest(NEW, { into: "master" })] }),
      "update, no commit: added Dockerfile",
    ],
    [
      "does not take a person's pull request into another branch for its own",
      remote(
        {},
        {
          branch: branch(NEW),
          pullRequests: [pullRequest(NEW, { into: "release", record: undefined })],
        },
      ),
      "open, no commit: added Dockerfile",
    ],
    [
      "is taken back where the default branch has got all by another way",
      remote(NEW, { branch: branch(NEW), pullRequests: [pullRequest(NEW)] }),
      "withdraw #1",
    ],
    [
      "is taken back as well where another branch is the default by then",
      remote(NEW, { branch: branch(NEW), pullRequests: [pullRequest(NEW, { into: "master" })] }),
      "withdraw #1",
    ],
    [
      "loses nothing of others' that has come to the default branch as well",
      remote(
        { theirs: "1" },
        {
          branch: branch(
            { ...OLD, theirs: "1" },
            {},
            {
              mergeBase: { sha: "before", tree: treeOf({ "README.md": "shop\n" }) },
              commits: [own, others],
              ownTree: treeOf({ "README.md": "shop\n", ...OLD }),
            },
          ),
          pullRequests: [pullRequest(OLD)],
        },
      ),
      "update, update branch on branch and base: added Dockerfile",
    ],
    [
      "is not taken back while others work on it",
      remote(NEW, { branch: branch(NEW, {}, { commits: [own, others] }), pullRequests: [pullRequest(NEW)] }),
      "wait for #1",
    ],
    [
      "waits while others have put more on the branch",
      remote(
        {},
        {
          branch: worked({ ...NEW, theirs: "1" }, NEW),
          pullRequests: [pullRequest(NEW)],
        },
      ),
      "wait for #1",
    ],
    [
      "is refused where that would be lost",
      remote(
        {},
        {
          branch: worked({ ...OLD, theirs: "1" }, OLD),
          pullRequests: [pullRequest(OLD)],
        },
      ),
      `refuse acme/shop, branch ${BRANCH}`,
    ],
    [
      "is refused where others have changed a delivered file on the branch",
      remote(
        {},
        {
          branch: worked({ Dockerfile: "FROM theirs\n" }, NEW),
          pullRequests: [pullRequest(NEW)],
        },
      ),
      `refuse acme/shop, branch ${BRANCH}`,
    ],
    [
      "goes on where the others' commit only took the default branch in",
      remote(
        {},
        {
          branch: branch(
            OLD,
            {},
            { commits: [own, others], ownTree: treeOf({ "README.md": "older\n", ...OLD }) },
          ),
          pullRequests: [pullRequest(OLD)],
        },
      ),
      "update, update branch on branch: added Dockerfile",
    ],
  ];
  for (const [what, found, expected, wanted = NEW] of cases) {
    it(what, () => {
      assert.equal(inShort(decideOn(found, wanted)), expected);
    });
  }
});

describe("a delivery by pull request refuses, all at once,", () => {
  it("what a person owns, and says how to give it away", () => {
    const found = remote({ Dockerfile: "FROM mine\n", Makefile: "all:\n" });
    assert.deepEqual(decideOn(found, { ...NEW, Makefile: "none:\n" }), {
      kind: "refuse",
      problems: ["Dockerfile", "Makefile"].map((path) => ({
        where: `acme/shop, ${path} on main`,
        expected: "a file that Slipway delivered, or none",
        found: "a person's file",
        fix: `compare it with systems/shop, ${path}; to let Slipway replace it, add shop/${path} to slipway:replaceFiles`,
      })),
    });
  });

  it("what is no file", () => {
    const found = remote({ Dockerfile: "x" });
    const tree = new Map([...found.base.tree, ["Dockerfile", { mode: "120000", sha: "1" }] as const]);
    assert.deepEqual(decideOn({ ...found, base: { ...found.base, tree } }, NEW), {
      kind: "refuse",
      problems: [
        {
          where: "acme/shop, Dockerfile on main",
          expected: "nothing that prevents the file Dockerfile",
          found: "a symlink",
          fix: "remove it there, or remove Dockerfile from systems/shop",
        },
      ],
    });
  });

  it("an archived repository, but only where there is something to deliver", () => {
    assert.deepEqual(inShort(decideOn(remote({}, { isArchived: true }), NEW)), "refuse acme/shop");
    assert.deepEqual(inShort(decideOn(remote(NEW, { isArchived: true }), NEW)), "nothing");
  });

  it("its own branch as the default branch", () => {
    const found = remote();
    assert.deepEqual(
      inShort(decideOn({ ...found, base: { ...found.base, name: BRANCH } }, NEW)),
      "refuse acme/shop, default branch",
    );
  });

  it("to lose others' commits, which it names with their authors", () => {
    const found = remote(
      {},
      { branch: worked({ ...OLD, theirs: "1" }, OLD), pullRequests: [pullRequest(OLD)] },
    );
    assert.deepEqual(decideOn(found, NEW), {
      kind: "refuse",
      problems: [
        {
          where: `acme/shop, branch ${BRANCH}`,
          expected: "only Slipway's commits, because it would overwrite theirs",
          found: '9999999 "Fix it" by A Person',
          fix: "merge or close #1, or move the commits, and add lasting changes to the catalogue; then delete the branch and run `pulumi up`",
        },
      ],
    });
  });
});

describe("whose a file of the default branch is", () => {
  const MADE = "# Made by Slipway from systems/shop/. Do not edit this file.\nold\n";
  const memory = { asked: treeOf(OLD), owned: new Set<string>() };
  const cases: readonly (readonly [what: string, base: string, more: Partial<Evidence>, kind: string])[] = [
    ["a person's, as long as nothing tells otherwise", "FROM mine\n", {}, "refuse"],
    [
      "Slipway's, where a merged pull request brought it just so",
      OLD.Dockerfile,
      { pullRequests: [merged] },
      "updated",
    ],
    [
      "Slipway's and edited, where a merged pull request brought it otherwise",
      "FROM mine\n",
      { pullRequests: [merged] },
      "edited",
    ],
    [
      "a person's, where a pull request that was closed would have brought it",
      OLD.Dockerfile,
      { pullRequests: [{ ...merged, state: "closed" }] },
      "refuse",
    ],
    ["Slipway's, where it is what was asked for last time", OLD.Dockerfile, { memory }, "updated"],
    ["a person's, where something else was asked for last time", "FROM mine\n", { memory }, "refuse"],
    [
      "Slipway's and edited, where it was Slipway's last time",
      "FROM mine\n",
      { memory: { ...memory, owned: new Set(["Dockerfile"]) } },
      "edited",
    ],
    ["Slipway's, where Slipway's head stands on it", MADE, {}, "edited"],
    [
      "a person's, where another system's head stands on it",
      MADE.replace("systems/shop", "systems/blog"),
      {},
      "refuse",
    ],
    [
      "given to Slipway, where slipway:replaceFiles names it",
      "FROM mine\n",
      { replaceFiles: new Set(["Dockerfile"]) },
      "replaced",
    ],
    [
      "a person's, where slipway:replaceFiles names another",
      "FROM mine\n",
      { replaceFiles: new Set(["Makefile"]) },
      "refuse",
    ],
  ];
  for (const [what, text, more, kind] of cases) {
    it(`is ${what}`, () => {
      const decision = decideOn(remote({ Dockerfile: text }), NEW, more);
      const found = "changes" in decision ? decision.changes.map((change) => change.kind) : [decision.kind];
      assert.deepEqual(found, [kind]);
    });
  }

  it("is told with what was edited, in words", () => {
    const workflow = ".github/workflows/ci.yml";
    const before = "on: push\njobs: {}\n";
    const brought = pullRequest({ [workflow]: before }, { state: "merged" });
    const decision = decideOn(
      remote({ [workflow]: "on: pull_request\njobs: {}\n" }),
      { [workflow]: before },
      {
        pullRequests: [brought],
      },
    );
    assert.ok(decision.kind === "open");
    assert.deepEqual(
      decision.changes.map(({ kind, detail }) => [kind, detail]),
      [["edited", "changed at on"]],
    );
  });
});

describe("whatever GitHub holds, a delivery by pull request", () => {
  const paths = ["a", "b", "c"];
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
        assert.ok(!hasOpen || decideOn(found, wanted, all(found)).kind !== "open");
      }),
    );
  });

  it("does nothing once it was done: the branch made, the pull request opened or brought up to date", () => {
    fc.assert(
      fc.property(remotes, texts, (found, wanted) => {
        const decision = decideOn(found, wanted, all(found));
        const after = afterwards(found, wanted, decision);
        if (after === undefined) return;
        const open = after.pullRequests.find((request) => request.state === "open");
        assert.equal(
          inShort(decideOn(after, wanted, all(after))),
          open === undefined ? "nothing" : `wait for #${open.number}`,
        );
      }),
    );
  });

  it("builds each commit on the branch as it is, so that nothing is ever taken off it", () => {
    fc.assert(
      fc.property(remotes, texts, (found, wanted) => {
        const decision = decideOn(found, wanted, all(found));
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

  /** Every file is Slipway's. */
  function all(found: Remote): Partial<Evidence> {
    return { replaceFiles: new Set(paths), pullRequests: found.pullRequests };
  }

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
