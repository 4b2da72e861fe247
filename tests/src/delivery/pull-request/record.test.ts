import assert from "node:assert/strict";
import fc from "fast-check";
import {
  readRecord,
  recordOf,
  withoutRecord,
  writeRecord,
} from "../../../../src/delivery/pull-request/record.js";

const files = fc.uniqueArray(
  fc.record({
    // What would end the comment, or confuse JSON, is a path as well.
    path: fc.oneof(
      fc.string({ minLength: 1 }),
      fc.constantFrom("a --> b", "<!-- x", 'q"uote', "é/ü", "__proto__"),
    ),
    content: fc.string().map((text) => Buffer.from(text)),
    executable: fc.boolean(),
    source: fc.constant("a test"),
  }),
  { selector: ({ path }) => path },
);

describe("the record of a pull request", () => {
  it("is read as it was written, whatever the paths and the text around it", () => {
    fc.assert(
      fc.property(files, fc.string(), fc.string(), (delivered, before, after) => {
        const record = recordOf(delivered);
        assert.deepEqual(readRecord(before + writeRecord(record) + after), record);
      }),
    );
  });

  it("is one comment, which GitHub does not show", () => {
    fc.assert(
      fc.property(files, (delivered) => {
        const text = writeRecord(recordOf(delivered));
        assert.match(text, /^<!-- slipway:delivery /);
        assert.equal(text.indexOf("-->"), text.length - 3);
      }),
    );
  });

  it("is gone from a text without it, and nothing else is", () => {
    const text = `before\n\n${writeRecord(recordOf([]))}\nafter`;
    assert.equal(withoutRecord(text), "before\nafter");
    assert.equal(readRecord(withoutRecord(text)), undefined);
    assert.equal(withoutRecord("a person's text"), "a person's text");
  });

  const broken = ["", "a person's text", "<!-- slipway:delivery {", "<!-- slipway:delivery {x -->"].concat(
    '<!-- slipway:delivery [["a","100644"]] -->',
    '<!-- slipway:delivery {"a":"100644"} -->',
    '<!-- slipway:delivery ["a"] -->',
  );
  for (const text of broken) {
    it(`is none in ${JSON.stringify(text)}`, () => {
      assert.equal(readRecord(text), undefined);
    });
  }
});
