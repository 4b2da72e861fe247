import assert from "node:assert/strict";
import type { Change } from "../../../../src/delivery/pull-request/changes.js";
import {
  claimOn,
  commitMessage,
  isOwnCommit,
  pullRequestBody,
  title,
  withoutOwningStack,
} from "../../../../src/delivery/pull-request/message.js";
import { readRecord, recordOf } from "../../../../src/delivery/pull-request/record.js";
import { delivered, pullRequest, remote } from "./remotes.js";

const files = delivered({ a: "1", b: "2", c: "3", d: "4" });
const [a, b, c] = files;
assert.ok(a && b && c);
const changes: readonly Change[] = [
  { file: a, kind: "added" },
  { file: b, kind: "updated" },
  { file: c, kind: "edited", detail: "changed at on" },
];
const delivery = { system: "shop", stack: "slipway/dev", files };
const TREE = "1".repeat(40);

describe("the commit of a delivery", () => {
  it("says in its first line what it does, then where the files are from, and names its tree", () => {
    assert.equal(
      commitMessage("shop", changes, TREE),
      [
        "Deliver 3 files from Slipway",
        "",
        "From systems/shop of Slipway's catalogue:",
        "- a: new",
        "- b: changed",
        "- c: changed",
        "",
        `Slipway-Tree: ${TREE}`,
      ].join("\n"),
    );
  });

  it("names the file where there is but one", () => {
    assert.equal(title(changes.slice(0, 1)), "Deliver a from Slipway");
  });

  it("is known as Slipway's as long as it has the tree that it was made with", () => {
    const message = commitMessage("shop", changes, TREE);
    assert.ok(isOwnCommit(message, TREE));
    // Git ends a message with a line feed where a person's editor does.
    assert.ok(isOwnCommit(`${message}\n`, TREE));
    assert.ok(!isOwnCommit(message, "2".repeat(40)));
    assert.ok(!isOwnCommit(`${message}\n\nCo-authored-by: A Person`, TREE));
    assert.ok(!isOwnCommit("Fix it", TREE));
  });
});

describe("the text of the pull request", () => {
  it("lists what changes and where it is made, why it is safe to merge, and last its record", () => {
    const text = pullRequestBody(delivery, changes, remote().base);
    assert.deepEqual(text.split("\n").slice(0, -1), [
      "Slipway generates these files from its catalogue, `systems/shop`. Change them there: an edit here would be reverted.",
      "",
      "| file | what changes | made from |",
      "| --- | --- | --- |",
      "| `a` | new | systems/shop, a |",
      "| `b` | changed; `main` has the previous delivery | systems/shop, b |",
      "| `c` | **replaces an edit** on `main` (changed at on) | systems/shop, c |",
      "",
      "Why it is safe to merge:",
      "",
      "- Only the files above change. Nothing is deleted, and everything else on `main` stays.",
      "- It replaces what others wrote in `c`: review these files first. Git keeps the old content.",
      "- The workflows of this branch run for this pull request, so its checks show whether they work.",
      "- Actions are pinned to commits, and jobs that run for pull requests cannot push.",
      "",
      "To decline, close it: Slipway opens another one only when there is something else to deliver.",
      "",
      "Delivered by the Pulumi stack `slipway/dev`.",
      "",
    ]);
    assert.deepEqual(readRecord(text), recordOf(files));
  });

  it("says so where nobody's edit is replaced", () => {
    const text = pullRequestBody(delivery, changes.slice(0, 2), remote().base);
    assert.match(text, /^- No person's edit is replaced: .+ are on `main` as Slipway delivered them\.$/m);
  });

  it("names the stack, until a person removes the sentence", () => {
    const named = pullRequest({}, { body: pullRequestBody(delivery, changes, remote().base) });
    const unnamed = { ...named, body: withoutOwningStack(named.body) };
    assert.deepEqual(claimOn([named, unnamed]), { stack: "slipway/dev", pullRequest: named });
    assert.deepEqual([claimOn([unnamed, named]), claimOn([])], [undefined, undefined]);
    assert.equal(unnamed.body, named.body.replace("Delivered by the Pulumi stack `slipway/dev`.\n\n", ""));
  });
});
