import { Command } from "commander";
import { accessTable } from "../plan/access/access-table.js";
import { expressionReader } from "../pipeline/expression-reader.js";
import { accessReport } from "./access-report.js";
import type { Project } from "./project.js";
import { planStack } from "./stack.js";

interface Options {
  readonly json?: true;
}

export function accessCommand(project: Project): Command {
  return new Command("access")
    .summary("print who may push and pull which images, from which ref, on which event")
    .description(
      "Prints who may do what with the images of a stack's systems: for every event that starts a workflow, and every ref it can run on, what the jobs' tokens and IAM roles permit; and the AWS principals that may pull. Reads only the plan: needs no account and no network, and does not see what was granted by hand.",
    )
    .argument("[stack]", "the stack whose Pulumi.<stack>.yaml is read", "prod")
    .option("--json", "a list of { system, who, ref, event, repositories, right, by }")
    .addHelpText("after", "\nExamples:\n  slipway access\n  slipway access dev --json")
    .action((stack: string, options: Options) => access(project, stack, options));
}

async function access(project: Project, stack: string, { json }: Options): Promise<void> {
  const { systems } = await planStack(stack, project);
  const rows = accessTable(systems, await expressionReader());
  console.log(json ? JSON.stringify(rows, undefined, 2) : accessReport(rows));
}
