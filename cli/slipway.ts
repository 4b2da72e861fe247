import { Command, CommanderError } from "commander";
import { Refusal } from "../plan/refusal.js";
import { EXIT_CODES_HELP, exitCodes, type ExitCode, UsageError } from "./exit.js";
import { planCommand } from "./plan.js";
import { renderCommand } from "./render.js";

/** The command line. Every command is a thin layer over `delivery`, `drift` and `plan`. */
function program(): Command {
  const root = new Command("slipway")
    .description(
      "From source to registry: what every system of the catalogue is given, and what it declares.",
    )
    .addHelpText("after", EXIT_CODES_HELP);
  for (const command of [renderCommand(), planCommand()]) {
    root.addCommand(command.addHelpText("after", EXIT_CODES_HELP));
  }
  // A mistake is thrown to `main`, which knows the exit codes.
  for (const command of [root, ...root.commands]) command.exitOverride().showSuggestionAfterError();
  return root;
}

async function main(): Promise<ExitCode> {
  try {
    await program().parseAsync();
    return exitCodes.fine;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.fine : exitCodes.usage;
    if (!(error instanceof Refusal)) throw error;
    console.error(error.message);
    return error instanceof UsageError ? exitCodes.usage : exitCodes.problem;
  }
}

void main().then((code) => {
  process.exitCode = code;
});
