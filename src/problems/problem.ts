/** Something a person has to correct. Texts are fragments that read after their label, without a full stop. */
export interface Problem {
  /** The configuration key, file or catalogue entry. */
  readonly where: string;
  /** What would have been right. */
  readonly expected: string;
  /** What was there instead. */
  readonly found: string;
  /** What to do. */
  readonly fix: string;
}

/** All problems as one text for a terminal, one block each. `place` says what they are in. */
export function describeProblems(
  problems: readonly Problem[],
  place = "in the configuration; nothing was changed",
): string {
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  const blocks = problems.map(
    ({ where, expected, found, fix }) =>
      `  ${where}\n    expected: ${expected}\n    found:    ${found}\n    fix:      ${fix}`,
  );
  return [`${count} ${place}.`, ...blocks].join("\n\n");
}

/** The problem, unless all is well. */
export function unless(isWell: boolean, problem: Problem): Problem[] {
  return isWell ? [] : [problem];
}
