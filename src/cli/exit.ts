import type { Problem } from "../problems/problem.js";
import { UserError } from "../problems/user-error.js";

/** How every command ends. */
export const exitCodes = {
  /** Done, and nothing wrong was found. */
  fine: 0,
  /** Drift, or a problem that has to be corrected in a file. */
  problem: 1,
  /** The command line itself was wrong, or what it was run in; nothing was done. */
  usage: 2,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export const EXIT_CODES_HELP = `
Exit codes:
  0  done, and nothing wrong was found
  1  drift, or a problem that has to be corrected
  2  the command line, or what it was run in, was wrong; nothing was done`;

/** Something wrong in what was typed, or `place` says in what around it. */
export class UsageError extends UserError {
  constructor(problems: readonly Problem[], place = "on the command line; nothing was done") {
    super(problems, place);
  }
}
