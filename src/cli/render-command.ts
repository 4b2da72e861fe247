import { Command } from "commander";
import { writeFiles } from "../delivery/write.js";
import { UsageError } from "./exit.js";
import type { Project } from "./project.js";
import { refuseProblems } from "./refuse-problems.js";
import { resolveSystems } from "./plan-stack.js";

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
      "\nExamples:\n  slipway render --out rendered\n  slipway render nullspace --out /tmp/out --stack prod",
    )
    .action((names: readonly string[], options: Options) => render(project, names, options));
}

async function render(
  project: Project,
  names: readonly string[],
  { out, stack, json }: Options,
): Promise<void> {
  const systems = await resolveSystems(names, stack, project);
  await refuseProblems(systems, project.catalogue);
  const files = systems.flatMap((system) =>
    system.files.map((file) => ({ ...file, path: `${system.name}/${file.path}` })),
  );
  const written = writeFiles(out, files);
  if (json) console.log(JSON.stringify(written, undefined, 2));
  else for (const { path, outcome } of written) console.log(`${outcome.padEnd(9)}  ${path}`);
}

/** An empty name would mean the current folder, which is hardly intended. */
function aFolder(name: string): string {
  if (name !== "") return name;
  throw new UsageError([
    { where: "--out", expected: "a folder", found: '""', fix: "name one, such as --out rendered" },
  ]);
}
