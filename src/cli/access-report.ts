import Table from "cli-table3";
import type { AccessRow } from "../plan/access/access-table.js";
import { groupBy } from "../catalogue/group-by.js";

/** The table of rights for a terminal: each system's image repositories, then who may do what with them. */
export function accessReport(rows: readonly AccessRow[]): string {
  return [...groupBy(rows, ({ system }) => system)].map(([system, own]) => section(system, own)).join("\n\n");
}

function section(system: string, rows: readonly AccessRow[]): string {
  const table = new Table({
    head: ["who", "event", "ref", "right", "by, or why not"],
    style: { head: [], border: [] },
    // No line between rows.
    chars: { mid: "", "left-mid": "", "mid-mid": "", "right-mid": "" },
  });
  table.push(...rows.map(({ who, event, ref, right, by }) => [who, event, ref, right, by]));
  const repositories = new Set(rows.flatMap((row) => row.repositories));
  return [system, ...[...repositories].map((name) => `  ${name}`), table.toString()].join("\n");
}
