import Table from "cli-table3";

/** Prints what a command found: as JSON for programs, or as text for people. */
export function printResult<Result>(
  json: boolean | undefined,
  result: Result,
  inWords: (result: Result) => string,
): void {
  console.log(json ? JSON.stringify(result, undefined, 2) : inWords(result));
}

/** A table without lines between its rows. */
export function tableOf(head: string[], rows: string[][]): string {
  const table = new Table({
    head,
    style: { head: [], border: [] },
    chars: { mid: "", "left-mid": "", "mid-mid": "", "right-mid": "" },
  });
  table.push(...rows);
  return table.toString();
}
