import assert from "node:assert/strict";
import { decideRemoval, type Removal } from "../../../../src/delivery/pull-request/removal.js";
import { BRANCH, type Remote } from "../../../../src/delivery/pull-request/remote.js";
import { branch, others, own, pullRequest, remote } from "./remotes.js";

const A = { a: "1" };
const open = pullRequest(A);
const closed = pullRequest(A, { state: "closed" });
const merged = pullRequest(A, { state: "merged" });
const moved = { ...merged, head: "earlier" };
const named = { ...merged, body: "Delivered by the Pulumi stack `slipway/dev`." };
const toClose = { ...named, state: "open" as const };
const theirs = { ...open, body: "Delivered by the Pulumi stack `slipway/prod`." };
const ours = branch(A);
const worked = branch(A, {}, { commits: [own, others] });
const NOTHING: Removal = { close: undefined, release: undefined, branch: { kind: "none" } };
const DELETED = { kind: "delete", head: "branch" } as const;
const KEPT = { kind: "keep", commits: [others] } as const;

describe("taking a delivery back", () => {
  const cases: readonly (readonly [what: string, found: Partial<Remote>, removal: Partial<Removal>])[] = [
    [
      "closes the open pull request and deletes the branch as it was seen",
      { branch: ours, pullRequests: [open] },
      { close: open, branch: DELETED },
    ],
    ["does nothing where there is nothing", {}, {}],
    ["leaves pull requests that are not open", { pullRequests: [closed, merged] }, {}],
    [
      "keeps a branch with commits of others",
      { branch: worked, pullRequests: [open] },
      { close: open, branch: KEPT },
    ],
    [
      "deletes such a branch once just that was merged",
      { branch: worked, pullRequests: [merged] },
      { branch: DELETED },
    ],
    ["keeps it where more came since", { branch: worked, pullRequests: [moved] }, { branch: KEPT }],
    [
      "lets go of the newest pull request where it names the stack",
      { pullRequests: [named, merged] },
      { release: named },
    ],
    ["does not let go of an older one", { pullRequests: [merged, named] }, {}],
    ["need not let go of one that it closes", { pullRequests: [toClose] }, { close: toClose }],
    [
      "leaves what another stack delivers",
      { branch: ours, pullRequests: [theirs] },
      { branch: { kind: "others", stack: "slipway/prod" } },
    ],
    [
      "touches no default branch, though it bear the name",
      { branch: ours, base: { ...remote().base, name: BRANCH } },
      {},
    ],
    ["leaves an archived repository", { branch: ours, pullRequests: [open], isArchived: true }, {}],
  ];
  for (const [what, found, removal] of cases) {
    it(what, () => {
      assert.deepEqual(decideRemoval(remote({}, found), "slipway/dev"), { ...NOTHING, ...removal });
    });
  }
});
