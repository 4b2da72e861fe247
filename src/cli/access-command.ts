import { Command } from "commander";
import { groupBy } from "../catalogue/group-by.js";
import { type AccessRow, accessTable } from "../plan/access/access-table.js";
import { expressionReader } from "../pipeline/expression-reader.js";
import type { Project } from "./project.js";
import { printResult, tableOf } from "./output.js";
import { planStack } from "./plan-stack.js";

export function accessCommand(project: Project): Command {
  return new Command("access")
    .summary("print who may push and pull which images, from which ref, on which event")
    .description(
      "Prints who may do what with the images of a stack's systems: for every event that starts a workflow, and every ref it can run on, what the jobs' tokens and IAM roles permit; and the AWS principals that may pull. Reads only the plan: needs no account and no network, and does not see what was granted by hand.",
    )
    .argument("[stack]", "the stack whose Pulumi.<stack>.yaml is read", "prod")
    .option("--json", "a list of { system, who, ref, event, repositories, right, by }")
    .addHelpText("after", "\nExamples:\n  slipway access\n  slipway access dev --json")
    .action(async (stack: string, { json }: { readonly json?: true }) => {
      const { systems } = await planStack(stack, project);
      printResult(json, accessTable(systems, await expressionReader()), accessReport);
    });
}

/** The table of rights for a terminal: each system's image repositories, then who may do what with them. */
export function accessReport(rows: readonly AccessRow[]): string {
  return [...groupBy(rows, ({ system }) => system)].map(([system, own]) => section(system, own)).join("\n\n");
}

function section(system: string, rows: readonly AccessRow[]): string {
  const table = tableOf(
    ["who", "event", "ref", "right", "by, or why not"],
    rows.map(({ who, event, ref, right, by }) => [who, event, ref, right, by]),
  );
  const repositories = new Set(rows.flatMap((row) => row.repositories));
  return [system, ...[...repositories].map((name) => `  ${name}`), table].join("\n");
}
