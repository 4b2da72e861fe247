import { Command } from "commander";
import type { System } from "../catalogue/system.js";
import { writeFiles } from "../delivery/write.js";
import { problemsOfWorkflows } from "../pipeline/workflow-problems.js";
import { problemsOf } from "../plan/catalogue-problems.js";
import type { ResolvedSystem } from "../plan/resolved-system.js";
import { refuse } from "../problems/user-error.js";
import { printResult } from "./output.js";
import type { Project } from "./project.js";
import { defaultConfiguration, resolveSystems } from "./plan-stack.js";
import { UsageError } from "./usage-error.js";

interface Options {
  readonly out: string;
  readonly stack?: string;
  readonly json?: true;
}

export function renderCommand(project: Project): Command {
  return new Command("render")
    .summary("write the files of systems' repositories to a folder")
    .description(
      "Writes every file that Slipway delivers to DIR/<system>/<path in its repository>. Writes only what changed and nothing outside DIR; deletes nothing.",
    )
    .argument("[system...]", "names from the catalogue; default: all")
    .requiredOption("--out <dir>", "the folder to write to; created if missing", aFolder)
    .option("--stack <name>", "use this stack's owner and versions; default: the catalogue's")
    .option("--json", "a list of { path, outcome }, paths relative to DIR")
    .addHelpText(
      "after",
      "\nExamples:\n  slipway render --out rendered\n  slipway render shop --out /tmp/out --stack prod",
    )
    .action(async (names: readonly string[], { out, stack, json }: Options) => {
      const systems = await resolveSystems(names, stack, project);
      await refuseProblems(systems, project.catalogue);
      const files = systems.flatMap((system) =>
        system.files.map((file) => ({ ...file, path: `${system.name}/${file.path}` })),
      );
      printResult(json, writeFiles(out, files), (written) =>
        written.map(({ path, outcome }) => `${outcome.padEnd(9)}  ${path}`).join("\n"),
      );
    });
}

/** An empty name would mean the current folder, which is hardly intended. */
function aFolder(name: string): string {
  if (name !== "") return name;
  throw new UsageError([
    { where: "--out", expected: "a folder", found: '""', fix: "name one, such as --out rendered" },
  ]);
}

const IN_CATALOGUE = "in the catalogue; nothing was written";

/**
 * Refuses a catalogue with problems: an image that no registry accepts, or a workflow that GitHub refuses.
 *
 * @throws UserError with every problem of these systems or, if there is none, of their workflows.
 */
async function refuseProblems(
  systems: readonly ResolvedSystem[],
  catalogue: readonly System[],
): Promise<void> {
  const names = systems.map(({ name }) => name);
  const own = catalogue.filter(({ name }) => names.includes(name));
  // Workflows of a wrong catalogue would only repeat its problems.
  refuse(problemsOf(defaultConfiguration(own), own, systems), IN_CATALOGUE);
  const inWorkflows = await Promise.all(
    systems.map(({ name, workflows }) => problemsOfWorkflows(workflows, name)),
  );
  refuse(inWorkflows.flat(), IN_CATALOGUE);
}
