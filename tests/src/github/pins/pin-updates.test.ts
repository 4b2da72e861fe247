import assert from "node:assert/strict";
import { pinUpdatesOf } from "../../../../src/github/pins/pin-updates.js";
import type { Pin } from "../../../../src/github/pins/pin.js";
import type { Use } from "../../../../src/github/pins/uses.js";

const table = {
  "actions/cache/restore": { version: "v5.0.5", commit: "a".repeat(40) },
  "actions/cache/save": { version: "v5.0.5", commit: "a".repeat(40) },
  "actions/checkout": { version: "v7.0.1", commit: "b".repeat(40) },
};
const newer: Pin = { version: "v6.0.0", commit: "c".repeat(40) };

function use(action: string, pin: Pin | undefined, where = "ci.yml:1"): Use {
  return { where, action, pin, text: `${action}@…` };
}

describe("pinUpdatesOf", () => {
  it("updates nothing where the files have the table's pins", () => {
    const uses = Object.entries(table).map(([action, pin]) => use(action, pin));
    assert.deepEqual(pinUpdatesOf(uses, table), { bumps: new Map(), problems: [] });
  });

  it("takes a bump for all actions of the repository, used or not", () => {
    assert.deepEqual(pinUpdatesOf([use("actions/cache/save", newer)], table), {
      bumps: new Map([
        ["actions/cache/restore", newer],
        ["actions/cache/save", newer],
      ]),
      problems: [],
    });
  });

  it("refuses files that disagree", () => {
    const uses = [
      use("actions/cache/save", newer),
      use("actions/cache/save", table["actions/cache/save"], "b.yml:7"),
    ];
    const { bumps, problems } = pinUpdatesOf(uses, table);
    assert.equal(bumps.size, 0);
    assert.deepEqual(problems, [
      {
        where: "actions/cache",
        expected: "one release in all files",
        found: "v6.0.0 in ci.yml:1, v5.0.5 in b.yml:7",
        fix: "merge Dependabot's whole pull request first",
      },
    ]);
  });

  it("refuses an action that the table lacks, one without a pin and an older release", () => {
    const uses = [
      use("evil/action", newer, "a.yml:1"),
      use("actions/checkout", undefined, "a.yml:2"),
      use("actions/checkout", { version: "v6.9.9", commit: "d".repeat(40) }, "a.yml:3"),
    ];
    assert.deepEqual(
      pinUpdatesOf(uses, table).problems.map(({ where, expected, found }) => [where, expected, found]),
      [
        ["a.yml:1", "an action of src/catalogue/actions.ts", "evil/action"],
        ["a.yml:2", "actions/checkout@COMMIT # vN.N.N, the commit in full", "actions/checkout@…"],
        ["a.yml:3", "v7.0.1 or newer, as in src/catalogue/actions.ts", "v6.9.9"],
      ],
    );
  });

  it("refuses another commit under the release that is pinned", () => {
    const changed = use("actions/checkout", { version: "v7.0.1", commit: "d".repeat(40) }, "a.yml:4");
    assert.deepEqual(
      pinUpdatesOf([changed], table).problems.map(({ where, expected, found }) => [where, expected, found]),
      [["a.yml:4", `${"b".repeat(40)}, as src/catalogue/actions.ts has it for v7.0.1`, "d".repeat(40)]],
    );
  });
});
