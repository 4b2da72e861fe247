import { Command } from "commander";
import { writeFiles } from "../delivery/write.js";
import { printResult } from "./output.js";
import type { Project } from "./project.js";
import { refuseProblems } from "./refuse-problems.js";
import { resolveSystems } from "./plan-stack.js";
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
