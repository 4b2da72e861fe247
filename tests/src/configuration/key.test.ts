import assert from "node:assert/strict";
import * as v from "valibot";
import { key, type ReadingContext, type RawConfiguration } from "../../../src/configuration/key.js";
import { keys } from "../../../src/configuration/keys.js";
import { readConfiguration } from "../../../src/configuration/read.js";
import type { Problem } from "../../../src/problems/problem.js";

function contextOf(raw: RawConfiguration): ReadingContext & { readonly problems: Problem[] } {
  const problems: Problem[] = [];
  return { raw, catalogue: [], problems, report: (...found) => problems.push(...found) };
}

describe("a configuration key", () => {
  it("takes two edits: all but its use follows from its definition", () => {
    const speed = key({
      description: "How fast.",
      default: { limit: 3 },
      schema: v.object({ limit: v.number() }),
    });
    const { limit }: { limit: number } = speed.read("speed", contextOf({ "slipway:speed": '{"limit":5}' }));
    assert.equal(limit, 5);
    assert.deepEqual(Object.keys(readConfiguration({}, []).configuration), Object.keys(keys));
  });

  it("has its default where it is not set, and where it is wrong, which is reported", () => {
    const flag = key({ description: "", default: true, schema: v.boolean("true or false") });
    const unset = contextOf({});
    assert.deepEqual([flag.read("flag", unset), unset.problems], [true, []]);
    const wrong = contextOf({ "slipway:flag": "maybe" });
    assert.equal(flag.read("flag", wrong), true);
    const [expected, fix] = ["true or false", "correct the value"];
    assert.deepEqual(wrong.problems, [{ where: "slipway:flag", expected, found: '"maybe"', fix }]);
  });

  it("reports a value that cannot be made a text", () => {
    const context = contextOf({ "slipway:name": '[{"toString":false}]' });
    key({ description: "", default: [], schema: v.array(v.string("a text")) }).read("name", context);
    const [problem, ...more] = context.problems;
    assert.deepEqual([problem?.where, problem?.found, more], ["slipway:name.0", '{"toString":false}', []]);
  });

  it("is completed from others, about which a wrong one does not complain", () => {
    const complain = key({ description: "", default: "", schema: v.picklist([""]) }, (text, { report }) => {
      report({ where: "aws:region", expected: "", found: "", fix: "" });
      return { text };
    });
    for (const [raw, where] of [
      ["", "aws:region"],
      ["x", "slipway:k"],
    ] as const) {
      const context = contextOf({ "slipway:k": raw });
      assert.deepEqual(complain.read("k", context), { text: "" });
      assert.deepEqual(
        context.problems.map((one) => one.where),
        [where],
      );
    }
  });
});
