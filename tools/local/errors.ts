/**
 * A problem that the user can fix: printed as it is, without a stack trace.
 * The message says what is wrong; the details say where, what was expected and the fix, a line each.
 */
export class UserError extends Error {
  override readonly name = "UserError";

  constructor(
    message: string,
    readonly details: readonly string[] = [],
  ) {
    super(message);
  }
}
