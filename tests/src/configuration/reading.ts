import assert from "node:assert/strict";
import type { RawConfiguration } from "../../../src/configuration/key.js";
import { readConfiguration } from "../../../src/configuration/read.js";
import { system } from "../plan/fixtures.js";

/** Two systems, one of which takes a version. */
export const catalogue = [system({ versions: { RUST: "rust:1.87" } }), system({ name: "blog" })];

/** What every stack has to set. */
export const minimal: RawConfiguration = { "aws:region": "eu-west-1", "slipway:owner": "Acme" };

/** Reads a stack that sets this and what it has to. */
export function reading(raw: RawConfiguration) {
  return readConfiguration({ ...minimal, ...raw }, catalogue);
}

/** A test for each text that a key refuses: the text, and of its one problem where below the key it is, and what was found. */
export function itRefuses(
  key: string,
  texts: readonly (readonly [text: string, below: string, found: string])[],
) {
  for (const [text, below, found] of texts) {
    it(`refuses ${text || "an empty text"} in ${key}, with a fix`, () => {
      const [problem, ...more] = reading({ [key]: text }).problems;
      assert.deepEqual(more, []);
      assert.deepEqual([problem?.where, problem?.found], [key + below, found]);
      assert.ok(problem?.fix && problem.expected);
      assert.ok(!problem.expected.includes("Invalid"), problem.expected);
    });
  }
}
