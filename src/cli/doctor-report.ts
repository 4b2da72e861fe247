import type { Finding } from "../github/doctor/finding.js";
import { groupBy } from "../catalogue/group-by.js";

const MARKS = { fine: "✓", wrong: "✗", unknown: "?" } as const satisfies Record<Finding["state"], string>;

/** The findings for a terminal, grouped by system, and their count. */
export function doctorReport(findings: readonly Finding[]): string {
  const sections = [...groupBy(findings, ({ system }) => system)].map(([system, own]) =>
    [system, ...own.map(inWords)].join("\n"),
  );
  const count = (state: Finding["state"]) => findings.filter((finding) => finding.state === state).length;
  return [
    ...sections,
    `${count("wrong")} to correct, ${count("unknown")} to check by hand, ${count("fine")} fine`,
  ].join("\n\n");
}

function inWords({ state, about, text, fix, link }: Finding): string {
  return [
    `  ${MARKS[state]} ${about}: ${text}`,
    ...(fix === undefined ? [] : [`      ${fix}`]),
    ...(link === undefined ? [] : [`      ${link}`]),
  ].join("\n");
}
