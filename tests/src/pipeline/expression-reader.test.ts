import assert from "node:assert/strict";
import { expressionReader } from "../../../src/pipeline/expression-reader.js";

// Whatever is overlooked here, a job for pull requests may read unnoticed.
describe("what an expression reads and calls", () => {
  const cases: readonly (readonly [expression: string, references: string[], calls: string[]])[] = [
    ["'secrets.TOKEN'", [], []],
    ["secrets", ["secrets"], []],
    ["secrets.TOKEN", ["secrets.TOKEN"], []],
    ["secrets['TOKEN']", ["secrets.TOKEN"], []],
    ["secrets.*", ["secrets.*"], []],
    ["secrets[matrix.secret]", ["secrets.*", "matrix.secret"], []],
    ["secrets[format('{0}', vars.X)]", ["secrets.*", "vars.X"], ["format"]],
    ["github.event[vars.A][vars.B].c", ["github.event.*.*.c", "vars.A", "vars.B"], []],
    ["fromJSON(secrets.ALL).token", ["secrets.ALL"], ["fromjson"]],
    ["fromJSON(vars.ALL)[secrets.NAME]", ["vars.ALL", "secrets.NAME"], ["fromjson"]],
    ["!contains(github.ref, secrets.TOKEN)", ["github.ref", "secrets.TOKEN"], ["contains"]],
    ["github.actor == secrets.ME", ["github.actor", "secrets.ME"], []],
    ["env.A && always() || toJSON(secrets.B)", ["env.A", "secrets.B"], ["always", "tojson"]],
    ["not an expression", ["not an expression"], []],
  ];
  for (const [text, read, called] of cases) {
    it(text, async () => {
      const { references, calls } = (await expressionReader()).expression(text);
      assert.deepEqual(
        references.map((reference) => reference.join(".")),
        read,
      );
      assert.deepEqual(calls, called);
    });
  }

  it("is a reference only where it consists of one", async () => {
    const { expression } = await expressionReader();
    const whole = (text: string) => expression(text).reference?.join(".");
    assert.deepEqual(["github.event.number", "github", "fromJSON(vars.X).y", "'github'"].map(whole), [
      "github.event.number",
      "github",
      undefined,
      undefined,
    ]);
  });
});
