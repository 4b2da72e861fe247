import { describeProblems, type Problem } from "./problem.js";

/**
 * Thrown by what writes or compares files when going on would do harm or make no sense. Carries every problem at once;
 * printed without a stack. (`UserError` is its like inside a Pulumi program.)
 */
export class Refusal extends Error {
  override readonly name = "Refusal";

  /** `place` says what the problems are in, after "1 problem". */
  constructor(
    readonly problems: readonly Problem[],
    place: string,
  ) {
    super(describeProblems(problems, place));
  }
}
