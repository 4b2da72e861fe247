import { Command, CommanderError } from "commander";
import { UserError } from "../problems/user-error.js";
import { EXIT_CODES_HELP, exitCodes, type ExitCode } from "./exit.js";
import { accessCommand } from "./access-command.js";
import { acceptPinsCommand } from "./accept-pins-command.js";
import { basesCommand } from "./bases-command.js";
import { checkCommand } from "./check-command.js";
import { digestsCommand } from "./digests-command.js";
import { doctorCommand } from "./doctor-command.js";
import { pinsCommand } from "./pins-command.js";
import { planCommand } from "./plan-command.js";
import type { Project } from "./project.js";
import { pruneCommand } from "./prune-command.js";
import { renderCommand } from "./render-command.js";
import { refusalOf } from "./system-error.js";
import { tagsCommand } from "./tags-command.js";
import { UsageError } from "./usage-error.js";

/** The command line. Every command is a thin layer over `delivery`, `drift` and `plan`. */
function program(project: Project): Command {
  const root = new Command("slipway")
    .description("From source to registry: the files, images and rights of every system in the catalogue.")
    .addHelpText("after", EXIT_CODES_HELP);
  for (const command of [
    renderCommand(project),
    checkCommand(project),
    tagsCommand(project),
    planCommand(project),
    accessCommand(project),
    basesCommand(project),
    digestsCommand(project),
    pinsCommand(),
    acceptPinsCommand(),
    pruneCommand(project),
    doctorCommand(project),
  ]) {
    root.addCommand(command.addHelpText("after", EXIT_CODES_HELP));
  }
  for (const [old, current] of Object.entries(renamedCommands)) {
    root.addCommand(renamedCommand(old, current), { hidden: true });
  }
  // Throw to `main`, which sets the exit code.
  for (const command of [root, ...root.commands]) command.exitOverride().showSuggestionAfterError();
  return root;
}

/** Former name of a command → its name. */
const renamedCommands = { adopt: "accept-pins" };

function renamedCommand(old: string, current: string): Command {
  return new Command(old)
    .argument("[argument...]")
    .allowUnknownOption()
    .action(() => {
      const fix = `run \`slipway ${current}\` with the same arguments`;
      throw new UsageError([
        { where: "slipway", expected: "a command", found: `${old}, a former name`, fix },
      ]);
    });
}

/** Commands set exit code 1 themselves; errors that they throw are printed here. */
function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.fine : exitCodes.usage;
  const refusal = error instanceof UserError ? error : refusalOf(error);
  if (refusal === undefined) throw error;
  console.error(refusal.message);
  return refusal instanceof UsageError ? exitCodes.usage : exitCodes.problem;
}

/** Runs one command line, without the program's name. Sets the exit code of the process; throws nothing. */
export async function run(args: readonly string[], project: Project): Promise<void> {
  try {
    await program(project).parseAsync(args, { from: "user" });
  } catch (error) {
    process.exitCode = exitCodeOf(error);
  }
}
