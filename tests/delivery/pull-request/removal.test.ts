import assert from "node:assert/strict";
import { decideRemoval } from "../../../delivery/pull-request/removal.js";
import { BRANCH } from "../../../delivery/pull-request/remote.js";
import { branch, others, own, pullRequest, remote } from "./remotes.js";

const open = pullRequest({ a: "1" });
const merged = pullRequest({ a: "1" }, { state: "merged" });
const worked = branch({ a: "1" }, {}, { commits: [own, others] });

describe("taking a delivery back", () => {
  it("closes the open pull request and deletes the branch as it was seen", () => {
    assert.deepEqual(decideRemoval(remote({}, { branch: branch({ a: "1" }), pullRequests: [open] })), {
      close: open,
      branch: { kind: "delete", head: "branch" },
    });
  });

  it("does nothing where there is nothing, and leaves pull requests that are not open", () => {
    assert.deepEqual(decideRemoval(remote()), { close: undefined, branch: { kind: "none" } });
    const closed = pullRequest({ a: "1" }, { state: "closed" });
    assert.equal(decideRemoval(remote({}, { pullRequests: [closed, merged] })).close, undefined);
  });

  it("keeps a branch with commits of others", () => {
    assert.deepEqual(decideRemoval(remote({}, { branch: worked, pullRequests: [open] })), {
      close: open,
      branch: { kind: "keep", commits: [others] },
    });
  });

  it("deletes such a branch once just that was merged", () => {
    const deleted = { kind: "delete", head: "branch" };
    assert.deepEqual(decideRemoval(remote({}, { branch: worked, pullRequests: [merged] })).branch, deleted);
    const moved = { ...merged, head: "earlier" };
    assert.deepEqual(decideRemoval(remote({}, { branch: worked, pullRequests: [moved] })).branch, {
      kind: "keep",
      commits: [others],
    });
  });

  it("touches no default branch, though it bear the name", () => {
    const found = remote({}, { branch: branch({ a: "1" }) });
    assert.deepEqual(decideRemoval({ ...found, base: { ...found.base, name: BRANCH } }).branch, {
      kind: "none",
    });
  });

  it("leaves an archived repository, where nothing can be changed", () => {
    const found = remote({}, { branch: branch({ a: "1" }), pullRequests: [open], isArchived: true });
    assert.deepEqual(decideRemoval(found), { close: undefined, branch: { kind: "none" } });
  });
});
