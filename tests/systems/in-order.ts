import assert from "node:assert/strict";

/** Asserts that a text has other texts in this order. `…` between blanks stands for a gap in one of them. */
export function assertInOrder(found: string, texts: readonly string[]): void {
  let from = 0;
  for (const text of texts.flatMap((each) => each.split(" … "))) {
    const at = found.indexOf(text, from);
    assert.notEqual(at, -1, `${text} in\n${found}`);
    from = at + text.length;
  }
}
