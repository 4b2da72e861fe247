import { readFileSync } from "node:fs";
import path from "node:path";
import { Command } from "commander";
import { sync as writeFileAtomic } from "write-file-atomic";
import { WORKFLOWS, workflowFileNames } from "../delivery/drift/workflow-file.js";
import { pinUpdatesOf, usesOf, withPins } from "../github/pins/pin-updates.js";
import { refuse } from "../problems/user-error.js";
import { actions } from "../catalogue/actions.js";
import { isMade } from "../pipeline/header.js";
import { printResult } from "./output.js";
import { missingFolder, UsageError } from "./usage-error.js";

const TABLE = path.join(__dirname, "..", "catalogue", "actions.ts");

export function acceptPinsCommand(): Command {
  return new Command("accept-pins")
    .summary("copy newer pins from a checkout's workflows to the table")
    .description(
      "Copies versions and commits that Dependabot updated in workflow files rendered by Slipway to src/catalogue/actions.ts. Refuses, without changing anything, if files disagree or an action is unpinned or older.",
    )
    .argument("<path...>", "checkouts of systems' repositories")
    .option("--json", "a list of { action, version, commit }")
    .addHelpText(
      "after",
      "\nExamples:\n  slipway accept-pins ../shop\n  slipway accept-pins ../shop ../blog && git diff src/catalogue/actions.ts",
    )
    .action(acceptPins);
}

function acceptPins(checkouts: readonly string[], { json }: { json?: true }): void {
  const missing = checkouts.flatMap((checkout) => missingFolder("PATH", checkout) ?? []);
  if (missing.length > 0) throw new UsageError(missing);
  const uses = renderedFilesOf(checkouts).flatMap(({ file, text }) => usesOf(text, file));
  const { bumps, problems } = pinUpdatesOf(uses, actions);
  refuse(problems, "with the pins; nothing was changed");
  if (bumps.size > 0) writeFileAtomic(TABLE, withPins(readFileSync(TABLE, "utf8"), bumps));
  const accepted = [...bumps].map(([action, pin]) => ({ action, ...pin }));
  printResult(json, accepted, () =>
    [
      ...accepted.map(({ action, version, commit }) => `${action}: ${version}, ${commit}`),
      bumps.size === 0
        ? "nothing to accept: the files have the pins of the table"
        : `${bumps.size} pins written to ${path.relative(process.cwd(), TABLE)}; review the releases, run npm test, then render`,
    ].join("\n"),
  );
}

/**
 * The workflow files that Slipway rendered.
 *
 * @throws UsageError that lists every checkout without one.
 */
function renderedFilesOf(checkouts: readonly string[]): readonly { file: string; text: string }[] {
  const found = checkouts.map((checkout) => ({
    checkout,
    files: workflowFileNames(checkout)
      .map((name) => path.join(checkout, WORKFLOWS, name))
      .map((file) => ({ file, text: readFileSync(file, "utf8") }))
      .filter(({ text }) => isMade(text)),
  }));
  const problems = found
    .filter(({ files }) => files.length === 0)
    .map(({ checkout }) => ({
      where: "PATH",
      expected: "a checkout with a workflow file that Slipway rendered",
      found: JSON.stringify(checkout),
      fix: "name the root of a checkout, or render into it first",
    }));
  if (problems.length > 0) throw new UsageError(problems);
  return found.flatMap(({ files }) => files);
}
