/** Something a person has to correct. Texts are fragments that read after their label, without a full stop. */
export interface Problem {
  /** The configuration key, file or catalogue entry. */
  readonly where: string;
  /** What would have been right. */
  readonly expected: string;
  /** What was there instead. */
  readonly got: string;
  /** What to do. */
  readonly cure: string;
}

/** All problems as one text for a terminal, one block each. `place` says what they are in. */
export function describeProblems(
  problems: readonly Problem[],
  place = "in the configuration; nothing was changed",
): string {
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  const blocks = problems.map(
    ({ where, expected, got, cure }) =>
      `  ${where}\n    expected: ${expected}\n    got:      ${got}\n    cure:     ${cure}`,
  );
  return [`${count} ${place}.`, ...blocks].join("\n\n");
}
