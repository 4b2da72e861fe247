/** How every command ends. */
export const exitCodes = {
  /** Done, and nothing wrong was found. */
  fine: 0,
  /** Drift, or a problem to correct in a file. */
  problem: 1,
  /** The command line or its environment is wrong; nothing was done. */
  usage: 2,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export const EXIT_CODES_HELP = `
Exit codes:
  0  success, nothing wrong was found
  1  drift, or a problem to correct
  2  a wrong command line or environment; nothing was done`;
