import assert from "node:assert/strict";
import { expressionReader } from "../../../src/pipeline/expression-reader.js";
import { mayHold, possibleTexts, type Knowledge } from "../../../src/pipeline/possible-values.js";

const known: Knowledge = (reference) =>
  ({ "github.event_name": "push", "matrix.id": "web", "matrix.target": null })[reference.join(".")];

async function textsOf(text: string): Promise<string[]> {
  return possibleTexts((await expressionReader()).template(text), known);
}

async function holds(condition: string): Promise<boolean> {
  return mayHold((await expressionReader()).expression(condition), known);
}

describe("what an expression can become before the run", () => {
  it("is what is known", async () => {
    assert.deepEqual(await textsOf("scope=${{ matrix.id }},${{ matrix.target }}"), ["scope=web,"]);
    assert.deepEqual(await textsOf("${{ format('{0}-{{{1}}}', matrix.id, 'x') }}"), ["web-{x}"]);
    assert.deepEqual(await textsOf("${{ matrix.target || 'last' }}"), ["last"]);
    assert.deepEqual(await textsOf("${{ matrix.id || 'last' }}"), ["web"]);
  });

  it("is told apart by its words where it is unknown", async () => {
    assert.deepEqual(await textsOf("${{ format('a-{0}', github.ref) }}"), ["a-${{ github.ref }}"]);
    assert.deepEqual(await textsOf("${{ github.ref == 'x' && 'yes' || 'no' }}"), ["yes", "no"]);
    assert.deepEqual(await textsOf("${{ vars.X || 'none' }}"), ["${{ vars.X }}", "none"]);
  });

  it("is unknown where GitHub could not read it", async () => {
    assert.deepEqual(await textsOf("a ${{ what }}"), ["a ${{  what  }}"]);
    assert.deepEqual(await textsOf("a ${{ what"), ["${{ a ${{ what }}"]);
    assert.equal(await holds("what"), true);
    assert.equal(await holds("!${{ what }}"), true);
  });
});

describe("a condition before the run", () => {
  it("may hold unless it is false whatever is unknown", async () => {
    const mayBe = [
      "true",
      "github.event_name == 'PUSH'",
      "github.ref == 'x'",
      "!failure()",
      "startsWith(github.event_name, 'pu')",
      "contains(github.ref, 'x') || false",
      "github.event_name > 'a'",
      "github.event_name != 1",
    ];
    for (const condition of mayBe) assert.equal(await holds(condition), true, condition);
    const isNot = [
      ...["false", "''", "0", "null", "!always()", "matrix.target", "github.event_name != 'push'"],
      "github.ref == 'x' && github.event_name == 'schedule'",
      "endsWith(github.event_name, 'pull')",
    ];
    for (const condition of isNot) assert.equal(await holds(condition), false, condition);
  });
});
