import assert from "node:assert/strict";
import { contentDrift } from "../../../../src/delivery/drift/content-drift.js";

const delivered = `# Made by Slipway
on:
  push: { branches: [main] }
jobs:
  build:
    runs-on: ubuntu-24.04
    steps:
      - uses: a/b@1 # v1
      - run: "true"
`;
const reordered = `jobs:
  build:
    steps:
      - { uses: "a/b@1" } # v2
      - run: 'true'
    runs-on: ubuntu-24.04
on: { push: { branches: [ 'main' ] } }
`;
const edited = delivered
  .replace("a/b@1", "a/b@2")
  .replace('      - run: "true"\n', "")
  .replace("    steps:", "    timeout-minutes: 5\n    steps:");

describe("contentDrift", () => {
  for (const [what, path, wanted, found, expected] of [
    ["comments, key order, quoting and layout (user pain 11)", "a.yml", delivered, reordered, "cosmetic"],
    [
      "each key that differs: changed, removed and added",
      "a.yml",
      delivered,
      edited,
      ["jobs.build.steps[0].uses", "jobs.build.steps[1]", "jobs.build.timeout-minutes"],
    ],
    ["text and number", "a.yaml", "a: '1'", "a: 1", ["a"]],
    ["the order of steps", "a.yml", "a: [x, y]", "a: [y, x]", ["a[0]", "a[1]"]],
    ["another kind of document", "a.yml", "a: 1", "", ["the whole file"]],
  ] as const) {
    it(`tells ${what}`, () => {
      const drift = contentDrift({ path, content: Buffer.from(wanted) }, Buffer.from(found));
      assert.deepEqual(
        drift,
        expected === "cosmetic"
          ? { severity: "cosmetic", what: "only comments, key order or layout differ" }
          : { severity: "semantic", what: `changed at ${expected.join(", ")}`, keys: expected },
      );
    });
  }

  it("takes any change of another file for one that matters, and says why a text is no YAML", () => {
    const of = (path: string) => contentDrift({ path, content: Buffer.from("a: 1") }, Buffer.from("a: [1"));
    assert.deepEqual(of("Dockerfile"), { severity: "semantic", what: "changed" });
    assert.deepEqual(of("a.yml"), {
      severity: "semantic",
      what: "not YAML: Flow sequence in block collection must be sufficiently indented and end with a ] at line 1, column 6",
    });
  });
});
