import assert from "node:assert/strict";
import fc from "fast-check";
import { parse, parseDocument, stringify } from "yaml";
import { withVersions } from "../../../src/configuration/with-versions.js";

const DIGEST = `sha256:${"d".repeat(64)}`;
const PINNED = `rust:1@${DIGEST}`;
const rust = { system: "shop", arg: "RUST_IMAGE", value: PINNED };
const runtime = { system: "shop", arg: "RUNTIME_IMAGE", value: `debian:12@${DIGEST}` };
const otherRust = { ...rust, system: "other" };

/** An encrypted value, remarks and quotes, as yaml writes them. */
const FILE = `# Development.
encryptionsalt: v1:Zm9vYmFy:v1:abc/def+0123456789:==
config:
    aws:region: eu-west-1 # Ireland
    github:token:
        secure: "v1:AAAA/BBBB+cc:${"x".repeat(120)}=="

    # Who.
    slipway:owner: 'example'
    slipway:registry: {kind: local, address: "localhost:5055", platforms: [linux/amd64]}
`;

describe("writing slipway:versions", () => {
  it("replaces a value in its quotes, and nothing else", () => {
    for (const quote of ["", '"', "'"]) {
      const before = `${FILE}    slipway:versions:\n        shop:\n            # why\n            RUST_IMAGE: ${quote}rust:1${quote} # pinned\n            OTHER: x\n`;
      assert.equal(
        withVersions(before, [rust]),
        before.replace(`${quote}rust:1${quote} #`, `${quote}${PINNED}${quote} #`),
      );
    }
  });

  it("adds what is not there at the end of its map, indented as the file is", () => {
    const added = `    slipway:versions:\n        shop:\n            RUST_IMAGE: ${PINNED}\n`;
    assert.equal(withVersions(FILE, [rust]), FILE + added);
    const more = `            RUNTIME_IMAGE: debian:12@${DIGEST}\n        other:\n            RUST_IMAGE: ${PINNED}\n`;
    assert.equal(withVersions(FILE, [rust, runtime, otherRust]), FILE + added + more);
  });

  it("writes into maps in braces, empty or not", () => {
    const file = (versions: string) =>
      `config:\n  slipway:versions: ${versions} # none\n  slipway:owner: a\n`;
    assert.equal(withVersions(file("{}"), [rust]), file(`{shop: {RUST_IMAGE: ${PINNED}}}`));
    assert.equal(withVersions(file("{shop: {A: b}}"), [rust]), file(`{shop: {A: b, RUST_IMAGE: ${PINNED}}}`));
  });

  it("leaves to a person what it could only break", () => {
    const alias = "x: &shop {A: b}\nconfig:\n  slipway:owner: a\n  slipway:versions:\n    shop: *shop\n";
    const shared =
      "config:\n  slipway:owner: &rust rust:1\n  slipway:versions:\n    shop:\n      RUST_IMAGE: &image rust:1\n    other:\n      RUST_IMAGE: *image\n";
    for (const text of [alias, shared, "config:\n", "- a\n", "config: [\n"]) {
      assert.equal(withVersions(text, [rust]), undefined, text);
    }
  });

  it("changes the values and keeps the rest in any file, and then nothing more (property)", () => {
    const scalar = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
    const name = fc.stringMatching(/^[a-z]{1,6}$/);
    const map = <T>(key: fc.Arbitrary<string>, value: fc.Arbitrary<T>) =>
      fc.dictionary(key, value, { noNullPrototype: true });
    const args = map(fc.constantFrom("RUST_IMAGE", "RUNTIME_IMAGE", "PNPM"), scalar);
    const config = fc.record({
      "slipway:owner": scalar,
      first: fc.oneof(scalar, fc.array(scalar), map(name, scalar)),
      "slipway:versions": map(fc.constantFrom("shop", "other"), args),
      last: scalar,
    });
    const file = fc.record({ before: map(name, scalar), config, encryptionsalt: fc.string() });
    const style = fc.record({
      indent: fc.integer({ min: 1, max: 6 }),
      indentSeq: fc.boolean(),
      collectionStyle: fc.constantFrom("any", "block", "flow"),
      defaultStringType: fc.constantFrom("PLAIN", "QUOTE_DOUBLE", "QUOTE_SINGLE", "BLOCK_LITERAL"),
      defaultKeyType: fc.constant("PLAIN"),
    } as const);
    fc.assert(
      fc.property(file, style, (content, options) => {
        const text = stringify(content, options);
        // yaml cannot read an empty list that it wrote as a block.
        fc.pre(parseDocument(text).errors.length === 0);
        const after = withVersions(text, [rust]);
        // Nor can it write every block of text that begins with white space.
        fc.pre(after !== undefined);
        const wanted = parseDocument(text);
        wanted.setIn(["config", "slipway:versions", "shop", "RUST_IMAGE"], PINNED);
        assert.deepEqual(parse(after), wanted.toJS());
        assert.equal(withVersions(after, [rust]), after);
      }),
      { numRuns: 100 },
    );
  });
});
