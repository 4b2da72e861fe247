const SEPARATOR = "\n";

/**
 * A valibot message that carries both halves of an error: what was expected, and the fix. `expectationOf` takes it
 * apart again.
 */
export function expects(expected: string, fix: string): string {
  return expected + SEPARATOR + fix;
}

/** The two halves of a message made by `expects`. */
export function expectationOf(message: string): { expected: string; fix: string } {
  const [expected = message, fix = "correct the value"] = message.split(SEPARATOR);
  return { expected, fix };
}
