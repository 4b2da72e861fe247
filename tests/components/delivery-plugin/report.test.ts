import assert from "node:assert/strict";
import { deliveryMessages, destroyMessages } from "../../../components/delivery-plugin/report.js";
import type { Change } from "../../../src/delivery/pull-request/changes.js";
import type { DeliveryDecision } from "../../../src/delivery/pull-request/decide.js";
import { recordOf } from "../../../src/delivery/pull-request/record.js";
import {
  branch,
  delivered,
  deliveryOf,
  others,
  pullRequest,
  remote as remoteWith,
} from "../../src/delivery/pull-request/remotes.js";

const changes = delivered({ a: "", b: "" }).map((file, index): Change => ({
  file,
  kind: index === 0 ? "added" : "edited",
  detail: "changed at on",
}));
const request = pullRequest({}, { url: "/pull/1" });
const edited =
  "warning: acme/shop: b on main differs from Slipway's delivery (changed at on). The pull request replaces it; add what should stay to systems/shop, b.";
const commit = undefined;

describe("deliveryMessages", () => {
  const remote = remoteWith({ old: "", b: "" });
  const said = (decision: DeliveryDecision, delivery = deliveryOf({})) => {
    const examination = { decision, remote };
    return [examination, { ...examination, pullRequest: "/pull/2" }].map((result) =>
      deliveryMessages(delivery, result).map(({ severity, text }) => `${severity}: ${text}`),
    );
  };

  it("say what a preview would do and an `up` did, after what it replaces", () => {
    assert.deepEqual(said({ kind: "open", commit, changes }), [
      [edited, "info: acme/shop: a pull request would be opened for a (new) and b (changed)."],
      [edited, "info: acme/shop: 2 files for review in /pull/2"],
    ]);
    assert.deepEqual(said({ kind: "open", commit, changes: changes.slice(0, 1) })[1], [
      "info: acme/shop: 1 file for review in /pull/2",
    ]);
    assert.deepEqual(said({ kind: "update", pullRequest: request, commit, changes }), [
      [edited, "info: /pull/1 would be updated: a (new) and b (changed)."],
      [edited, "info: acme/shop: /pull/1 was updated."],
    ]);
    assert.deepEqual(said({ kind: "withdraw", pullRequest: request, branch: branch({}) }), [
      ["info: /pull/1 would be closed: nothing is left to deliver."],
      ["info: /pull/1 was closed: nothing is left to deliver."],
    ]);
    assert.deepEqual(said({ kind: "nothing" }), [[], []]);
  });

  it("name a person's file that is replaced with leave", () => {
    const replaced = changes.slice(1).map(({ file }): Change => ({ file, kind: "replaced" }));
    assert.deepEqual(
      said({ kind: "open", commit, changes: replaced })[0]?.[0],
      "warning: acme/shop: b on main is a person's file, listed in slipway:replaceFiles (changed). The pull request replaces it; add what should stay to systems/shop, b.",
    );
  });

  it("say what to do about a pull request that a person closed", () => {
    const text =
      "warning: acme/shop: /pull/1 with exactly these files was closed without merging, so main stays without a (new) and b (changed). Reopen it to deliver them; otherwise change the catalogue, or set slipway:delivery to off.";
    assert.deepEqual(said({ kind: "leaveClosed", pullRequest: request, changes }), [[text], [text]]);
  });

  it("tell of files that are delivered no longer, and still there", () => {
    const asked = recordOf(delivered({ old: "", b: "", gone: "" }));
    const delivery = deliveryOf({ b: "" }, { memory: { asked, owned: new Set() } });
    assert.deepEqual(said({ kind: "nothing" }, delivery)[0], [
      "warning: acme/shop: old is no longer delivered, but still on main. Slipway deletes nothing there: remove what is not needed.",
    ]);
  });
});

describe("destroyMessages", () => {
  it("tell of a branch that stays", () => {
    const said = (left: Parameters<typeof destroyMessages>[0]["branch"]) =>
      destroyMessages({ close: undefined, release: undefined, branch: left }, "acme/shop").map(
        ({ text }) => text,
      );
    assert.deepEqual(said({ kind: "delete", head: "x" }), []);
    assert.deepEqual(said({ kind: "keep", commits: [others] }), [
      'acme/shop: the branch slipway/deliver stays, because it has commits of others: 9999999 "Fix it". Delete it when they are not needed.',
    ]);
    assert.deepEqual(said({ kind: "others", stack: "slipway/prod" }), [
      "acme/shop: the pull request and the branch stay, because the stack slipway/prod now delivers there.",
    ]);
  });
});
