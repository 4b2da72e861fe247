/**
 * A problem that the user can cure: printed as it is, without a stack trace.
 * The message says what is wrong; the details say where, what was expected and the cure, a line each.
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
