const SEPARATOR = "\n";

/**
 * A valibot message that carries both halves of an error: what was expected, and the cure. `expectationOf` takes it
 * apart again.
 */
export function expects(expected: string, cure: string): string {
  return expected + SEPARATOR + cure;
}

/** The two halves of a message made by `expects`. */
export function expectationOf(message: string): { expected: string; cure: string } {
  const [expected = message, cure = "correct the value"] = message.split(SEPARATOR);
  return { expected, cure };
}
