import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { Command } from "commander";
import { sync as writeFileAtomic } from "write-file-atomic";
import { WORKFLOWS, workflowFileNames } from "../delivery/drift/workflow-file.js";
import { adoptionOf } from "../github/pins/adoption.js";
import { withPins } from "../github/pins/table.js";
import { usesOf } from "../github/pins/uses.js";
import { refuse } from "../problems/user-error.js";
import { actions } from "../catalogue/actions.js";
import { isMade } from "../pipeline/header.js";
import { UsageError } from "./exit.js";

const TABLE = path.join(__dirname, "..", "catalogue", "actions.ts");

export function acceptPinsCommand(): Command {
  return new Command("adopt")
    .summary("take newer pins of a checkout's workflows back into the table")
    .description(
      "Takes what Dependabot proposed in workflow files that Slipway made back into src/catalogue/actions.ts: versions and commits, nothing else. Refuses where files disagree, an action is unpinned or older, and then changes nothing.",
    )
    .argument("<path...>", "checkouts of systems' repositories")
    .option("--json", "a list of { action, version, commit }")
    .addHelpText(
      "after",
      "\nExamples:\n  slipway adopt ../nullspace\n  slipway adopt ../nullspace ../cv && git diff src/catalogue/actions.ts",
    )
    .action(adopt);
}

function adopt(checkouts: readonly string[], { json }: { json?: true }): void {
  refuseWhatIsNoFolder(checkouts);
  const uses = madeFilesOf(checkouts).flatMap(({ file, text }) => usesOf(text, file));
  const { bumps, problems } = adoptionOf(uses, actions);
  refuse(problems, "with the pins; nothing was adopted");
  if (bumps.size > 0) writeFileAtomic(TABLE, withPins(readFileSync(TABLE, "utf8"), bumps));
  if (json) {
    console.log(
      JSON.stringify(
        [...bumps].map(([action, pin]) => ({ action, ...pin })),
        undefined,
        2,
      ),
    );
    return;
  }
  for (const [action, { version, commit }] of bumps) console.log(`${action}: ${version}, ${commit}`);
  console.log(
    bumps.size === 0
      ? "nothing to adopt: the files have the pins of the table"
      : `${bumps.size} pins written to ${path.relative(process.cwd(), TABLE)}; look at the releases, run npm test, then render`,
  );
}

/**
 * The workflow files that Slipway made.
 *
 * @throws UsageError that lists every checkout without one, where nothing could ever be adopted.
 */
function madeFilesOf(checkouts: readonly string[]): readonly { file: string; text: string }[] {
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
      expected: "a checkout with a workflow file that Slipway made",
      found: JSON.stringify(checkout),
      fix: "name the root of a checkout, or render into it first",
    }));
  if (problems.length > 0) throw new UsageError(problems);
  return found.flatMap(({ files }) => files);
}

function refuseWhatIsNoFolder(checkouts: readonly string[]): void {
  const problems = checkouts
    .filter((checkout) => statSync(checkout, { throwIfNoEntry: false })?.isDirectory() !== true)
    .map((checkout) => ({
      where: "PATH",
      expected: "the folder of a checkout",
      found: JSON.stringify(checkout),
      fix: "clone the repository there, or name the folder where it is",
    }));
  if (problems.length > 0) throw new UsageError(problems);
}
