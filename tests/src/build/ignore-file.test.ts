import assert from "node:assert/strict";
import { rulesOf, type Verdict } from "../../../src/build/ignore-file.js";

/** Whether an ignore file leaves a path out, judged from the root of the context down. */
function ignores(text: string, file: string): boolean {
  const rules = rulesOf(text);
  const parts = file.split("/");
  let verdict: Verdict | undefined;
  for (let depth = 1; depth <= parts.length; depth++) {
    verdict = rules.judge(parts.slice(0, depth).join("/"), verdict);
  }
  return verdict?.ignored ?? false;
}

// What BuildKit itself makes of these and many more is compared in tests/e2e/local/ignore-files.test.ts.
describe("an ignore file", () => {
  const cases: readonly (readonly [text: string, file: string, ignored: boolean])[] = [
    ["*.md", "README.md", true],
    ["*.md", "docs/README.md", false],
    ["**/*.md", "docs/README.md", true],
    ["**.md", "docs/README.md", true],
    ["/target/", "target/debug/out", true],
    ["target", "src/target/out", false],
    ["**/target", "src/target/out", true],
    ["*\n!src", "src/main.rs", false],
    ["*\n!src", "README.md", true],
    ["**/*.md\n!docs", "docs/README.md", true],
    ["**/*.md\n!docs/**", "docs/README.md", false],
    ["!keep.md\n*.md", "keep.md", true],
    ["c++", "c++/main.cc", true],
    ["a+b*", "ab.txt", false],
    ["file(1).txt", "file(1).txt", true],
    ["a?.txt", "a/.txt", false],
    ["\\[x\\]", "[x]/y", true],
    ["# *.md", "README.md", false],
    [" *.md\r\n", "README.md", true],
    ["\uFEFFtarget", "target/out", true],
    ["#notes", "#notes", false],
    ["*.md\n! keep.md", "keep.md", false],
    ["./src/../target/", "target/out", true],
    ["a/b/", "a/b/c", true],
    ["a?.txt", "ab.txt", true],
    ["a?.txt", "abc.txt", false],
    ["[ak]*", "keep.md", true],
    ["[ak]*", "main.rs", false],
    ["**", "docs/README.md", true],
    ["docs/**", "docs/deep/notes.txt", true],
    ["docs/**", "docs.txt", false],
    ["target**", "targets/out", true],
    ["**/target/**", "very/deep/target/out", true],
    ["**/target/**", "very/target", false],
    ["docs/**/*.md", "docs/deep/er/keep.md", true],
    ["docs/**/*.md", "docs/keep.md", true],
    ["docs/**/*.md", "docs/deep/notes.txt", false],
  ];
  for (const [text, file, ignored] of cases) {
    it(`${JSON.stringify(text)} ${ignored ? "leaves out" : "keeps"} ${file}`, () => {
      assert.equal(ignores(text, file), ignored);
    });
  }

  for (const [text, message] of [
    ["!", "! matches nothing"],
    ["[", /unterminated character class/i],
  ] as const) {
    it(`${text} is refused`, () => {
      assert.throws(() => rulesOf(text), { name: "SyntaxError", message });
    });
  }

  it("tells whether a later line may bring back what is below an ignored folder", () => {
    const mayBringBack = (text: string) => rulesOf(text).mayBringBack;
    assert.deepEqual([mayBringBack("*\n!src"), mayBringBack("*\ntarget")], [true, false]);
  });
});
