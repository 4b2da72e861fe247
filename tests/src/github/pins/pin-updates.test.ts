import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { actions } from "../../../../src/catalogue/actions.js";
import type { Pin } from "../../../../src/github/pins/pin-state.js";
import { pinUpdatesOf, type Use, usesOf, withPins } from "../../../../src/github/pins/pin-updates.js";
import { renderWorkflow } from "../../../../src/pipeline/render-workflow.js";
import { job, workflow } from "../../pipeline/fixtures.js";

const COMMIT = "0123456789abcdef0123456789abcdef01234567";

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

  it("refuses an action that the table lacks, one without a pin, an older release and another commit", () => {
    const commit = "d".repeat(40);
    const uses = [
      use("evil/action", newer, "a.yml:1"),
      use("actions/checkout", undefined, "a.yml:2"),
      use("actions/checkout", { version: "v6.9.9", commit }, "a.yml:3"),
    ];
    const changed = use("actions/checkout", { version: "v7.0.1", commit }, "a.yml:4");
    assert.deepEqual(
      [uses, [changed]].flatMap((some) =>
        pinUpdatesOf(some, table).problems.map(({ where, expected, found }) => [where, expected, found]),
      ),
      [
        ["a.yml:1", "an action of src/catalogue/actions.ts", "evil/action"],
        ["a.yml:2", "actions/checkout@COMMIT # vN.N.N, the commit in full", "actions/checkout@…"],
        ["a.yml:3", "v7.0.1 or newer, as in src/catalogue/actions.ts", "v6.9.9"],
        ["a.yml:4", `${"b".repeat(40)}, as src/catalogue/actions.ts has it for v7.0.1`, commit],
      ],
    );
  });
});

describe("usesOf", () => {
  it("reads what renderWorkflow writes", () => {
    const text = renderWorkflow(
      workflow({ jobs: { a: job({ steps: [{ name: "Check out", uses: "actions/checkout" }] }) } }),
      "shop",
    );
    const { commit, version } = actions["actions/checkout"];
    assert.deepEqual(
      usesOf(text, "ci.yml").map(({ action, pin }) => ({ action, pin })),
      [{ action: "actions/checkout", pin: { commit, version } }],
    );
  });

  it("tells where each stands, and which are no pins", () => {
    const text = `steps:
  - uses: a/b/c@${COMMIT} # v1
  - uses: ./local
    uses: a/b@v1
  - uses: a/b@${COMMIT}
  - uses: a/b@${COMMIT} # main
  - run: uses nothing`;
    assert.deepEqual(usesOf(text, "f"), [
      {
        where: "f:2",
        action: "a/b/c",
        pin: { commit: COMMIT, version: "v1" },
        text: `a/b/c@${COMMIT} # v1`,
      },
      { where: "f:4", action: "a/b", pin: undefined, text: "a/b@v1" },
      { where: "f:5", action: "a/b", pin: undefined, text: `a/b@${COMMIT}` },
      { where: "f:6", action: "a/b", pin: undefined, text: `a/b@${COMMIT} # main` },
    ]);
  });

  it("lets nothing but a release and a commit through, whatever stands there", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (version) => {
        for (const { pin } of usesOf(`uses: a/b@${COMMIT} # ${version}`, "f")) {
          if (pin !== undefined) assert.match(pin.version, /^v[0-9.]+$/);
        }
      }),
    );
  });
});

describe("withPins", () => {
  const source = readFileSync("src/catalogue/actions.ts", "utf8");

  it("changes version and commit of the named action, and nothing else", () => {
    const { version, commit } = actions["docker/login-action"];
    const bumped = withPins(
      source,
      new Map([["docker/login-action", { version: "v9.9.9", commit: "0".repeat(40) }]]),
    );
    assert.equal(
      bumped,
      source.replace(`"${version}",\n    commit: "${commit}"`, `"v9.9.9",\n    commit: "${"0".repeat(40)}"`),
    );
    assert.notEqual(bumped, source);
  });

  it("finds every action of the table", () => {
    assert.equal(withPins(source, new Map(Object.entries(actions))), source);
  });

  it("fails on an action without an entry", () => {
    assert.throws(() => withPins(source, new Map([["a/b", { version: "v1", commit: "0" }]])), {
      message: "src/catalogue/actions.ts has no entry for a/b",
    });
  });
});
