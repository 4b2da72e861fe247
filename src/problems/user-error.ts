import { describeProblems, type Problem } from "./problem.js";

/** A mistake that a person can correct. Whoever catches it prints its message alone, without a stack. */
export class UserError extends Error {
  override readonly name = "UserError";
  /** Every problem that it was made of; empty where it was made of a text. */
  readonly problems: readonly Problem[];

  /**
   * @param what the message, or all problems at once.
   * @param place what the problems are in, after "1 problem". Default: as {@link describeProblems}.
   */
  constructor(what: string | readonly Problem[], place?: string) {
    super(typeof what === "string" ? what : describeProblems(what, place));
    this.problems = typeof what === "string" ? [] : what;
  }
}

/** Goes on where there are no problems. @throws UserError with all of them; `place` as its constructor takes it. */
export function refuse(problems: readonly Problem[], place?: string): void {
  if (problems.length > 0) throw new UserError(problems, place);
}
