import assert from "node:assert/strict";
import { decideRemoval } from "../../../../src/delivery/pull-request/removal.js";
import { BRANCH, type Remote } from "../../../../src/delivery/pull-request/remote.js";
import { branch, others, own, pullRequest, remote } from "./remotes.js";

const open = pullRequest({ a: "1" });
const merged = pullRequest({ a: "1" }, { state: "merged" });
const STACK = "slipway/dev";
const takenBack = (found: Remote) => decideRemoval(found, STACK);
const worked = branch({ a: "1" }, {}, { commits: [own, others] });

describe("taking a delivery back", () => {
  it("closes the open pull request and deletes the branch as it was seen", () => {
    assert.deepEqual(takenBack(remote({}, { branch: branch({ a: "1" }), pullRequests: [open] })), {
      close: open,
      release: undefined,
      branch: { kind: "delete", head: "branch" },
    });
  });

  it("does nothing where there is nothing, and leaves pull requests that are not open", () => {
    assert.deepEqual(takenBack(remote()), { close: undefined, release: undefined, branch: { kind: "none" } });
    const closed = pullRequest({ a: "1" }, { state: "closed" });
    assert.equal(takenBack(remote({}, { pullRequests: [closed, merged] })).close, undefined);
  });

  it("keeps a branch with commits of others", () => {
    assert.deepEqual(takenBack(remote({}, { branch: worked, pullRequests: [open] })), {
      close: open,
      release: undefined,
      branch: { kind: "keep", commits: [others] },
    });
  });

  it("deletes such a branch once just that was merged", () => {
    const deleted = { kind: "delete", head: "branch" };
    assert.deepEqual(takenBack(remote({}, { branch: worked, pullRequests: [merged] })).branch, deleted);
    const moved = { ...merged, head: "earlier" };
    assert.deepEqual(takenBack(remote({}, { branch: worked, pullRequests: [moved] })).branch, {
      kind: "keep",
      commits: [others],
    });
  });

  it("lets go of the newest pull request where it names the stack, so that another may deliver", () => {
    const named = { ...merged, body: "Delivered by the Pulumi stack `slipway/dev`." };
    assert.equal(takenBack(remote({}, { pullRequests: [named, merged] })).release, named);
    assert.equal(takenBack(remote({}, { pullRequests: [merged, named] })).release, undefined);
    const toClose = { ...named, state: "open" as const };
    assert.deepEqual(takenBack(remote({}, { pullRequests: [toClose] })), {
      close: toClose,
      release: undefined,
      branch: { kind: "none" },
    });
  });

  it("leaves what another stack delivers", () => {
    const theirs = { ...open, body: "Delivered by the Pulumi stack `slipway/prod`." };
    assert.deepEqual(takenBack(remote({}, { branch: branch({ a: "1" }), pullRequests: [theirs] })), {
      close: undefined,
      release: undefined,
      branch: { kind: "others", stack: "slipway/prod" },
    });
  });

  it("touches no default branch, though it bear the name", () => {
    const found = remote({}, { branch: branch({ a: "1" }) });
    assert.deepEqual(takenBack({ ...found, base: { ...found.base, name: BRANCH } }).branch, {
      kind: "none",
    });
  });

  it("leaves an archived repository, where nothing can be changed", () => {
    const found = remote({}, { branch: branch({ a: "1" }), pullRequests: [open], isArchived: true });
    assert.deepEqual(takenBack(found), { close: undefined, release: undefined, branch: { kind: "none" } });
  });
});
