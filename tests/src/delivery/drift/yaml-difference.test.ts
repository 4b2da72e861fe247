import assert from "node:assert/strict";
import { yamlDifference } from "../../../../src/delivery/drift/yaml-difference.js";

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

describe("yamlDifference", () => {
  it("takes comments, key order, quoting and layout as cosmetic (user pain 11)", () => {
    const found = `jobs:
  build:
    steps:
      - { uses: "a/b@1" } # v2
      - run: 'true'
    runs-on: ubuntu-24.04
on: { push: { branches: [ 'main' ] } }
`;
    assert.deepEqual(yamlDifference(delivered, found), { kind: "cosmetic" });
  });

  it("names each key that differs: changed, added and removed", () => {
    const found = delivered
      .replace("a/b@1", "a/b@2")
      .replace('      - run: "true"\n', "")
      .replace("    steps:", "    timeout-minutes: 5\n    steps:");
    assert.deepEqual(yamlDifference(delivered, found), {
      kind: "semantic",
      keys: ["jobs.build.steps[0].uses", "jobs.build.steps[1]", "jobs.build.timeout-minutes"],
    });
  });

  it("takes text and number, and an order of steps, for different", () => {
    assert.deepEqual(yamlDifference("a: '1'", "a: 1"), { kind: "semantic", keys: ["a"] });
    assert.deepEqual(yamlDifference("a: [x, y]", "a: [y, x]"), {
      kind: "semantic",
      keys: ["a[0]", "a[1]"],
    });
  });

  it("says so where a text is something else altogether, or no YAML", () => {
    assert.deepEqual(yamlDifference("a: 1", ""), { kind: "semantic", keys: ["the whole file"] });
    assert.deepEqual(yamlDifference("a: 1", "a: [1"), {
      kind: "unreadable",
      reason:
        "Flow sequence in block collection must be sufficiently indented and end with a ] at line 1, column 6",
    });
  });
});
