import { statSync } from "node:fs";
import { isatty } from "node:tty";
import { Command } from "commander";
import pc from "picocolors";
import { checkCheckout, type CheckoutReport } from "../delivery/drift/check-checkout.js";
import type { FileDrift } from "../delivery/drift/compare-file.js";
import { describeProblems, type Problem } from "../problems/problem.js";
import { chooseSystems } from "./choose-systems.js";
import { exitCodes, UsageError } from "./exit.js";
import type { Project } from "./project.js";
import { resolveSystems } from "./plan-stack.js";

interface Options {
  readonly repo: readonly string[];
  readonly stack?: string;
  readonly strict?: true;
  readonly json?: true;
}

export function checkCommand(project: Project): Command {
  return new Command("check")
    .summary("compare checkouts of systems' repositories with the catalogue")
    .description(
      "Compares checkouts with the files that Slipway delivers, and prints unified diffs for `git apply`. Also checks that every Dockerfile and context of the catalogue exists, that arguments, stages, bases and Cargo profiles agree, and that no workflow pushes an image the catalogue lacks. Changes nothing.",
    )
    .argument("[system...]", "names from the catalogue; default: those of --repo")
    .requiredOption(
      "--repo <system=path>",
      "a checkout; repeatable",
      (value: string, all: readonly string[] | undefined) => [...(all ?? []), value],
    )
    .option("--stack <name>", "use this stack's owner and versions; default: the catalogue's")
    .option("--strict", "also fail on differences in comments, key order and layout")
    .option("--json", "a list of { system, checkout, compared, files, problems }")
    .addHelpText(
      "after",
      "\nExamples:\n  slipway check --repo nullspace=../nullspace\n  slipway check --strict --repo nullspace=../nullspace --repo distributed-colony=../DistributedColony",
    )
    .action((names: readonly string[], options: Options) => {
      return check(project, names, options);
    });
}

async function check(
  project: Project,
  names: readonly string[],
  { repo, stack, strict, json }: Options,
): Promise<void> {
  const checkouts = readCheckouts(repo, names, project);
  const systems = await resolveSystems([...checkouts.keys()], stack, project);
  const reports = systems.map((system) => checkCheckout(system, checkouts.get(system.name) ?? ""));
  if (json) console.log(JSON.stringify(reports, undefined, 2));
  else reports.forEach(print);
  if (reports.some((report) => isDrift(report, strict === true))) process.exitCode = exitCodes.problem;
}

/** System → folder. Reports all mistakes of the options at once. */
function readCheckouts(
  repos: readonly string[],
  names: readonly string[],
  { catalogue }: Project,
): Map<string, string> {
  const checkouts = new Map<string, string>();
  const problems: Problem[] = [];
  for (const repo of repos) {
    const [, system, folder] = /^([^=]+)=(.+)$/s.exec(repo) ?? [];
    if (system === undefined || folder === undefined || checkouts.has(system)) {
      problems.push({
        where: "--repo",
        expected: "SYSTEM=PATH, once per system",
        found: JSON.stringify(repo),
        fix: "for instance --repo shop=../shop",
      });
      continue;
    }
    checkouts.set(system, folder);
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
      problems.push({
        where: `--repo ${system}`,
        expected: "the folder of a checkout",
        found: JSON.stringify(folder),
        fix: "clone the repository there, or name the folder where it is",
      });
    }
  }
  chooseSystems([...names, ...checkouts.keys()], catalogue);
  const without = names.filter((name) => !checkouts.has(name));
  problems.push(
    ...without.map((name) => ({
      where: name,
      expected: "a checkout to compare it with",
      found: "none",
      fix: `add --repo ${name}=PATH`,
    })),
  );
  if (problems.length > 0) throw new UsageError(problems);
  return new Map([...checkouts].filter(([system]) => names.length === 0 || names.includes(system)));
}

function isDrift({ files, problems }: CheckoutReport, strict: boolean): boolean {
  return problems.length > 0 || files.some(({ severity }) => strict || severity === "semantic");
}

/** Colours only on a terminal: picocolors by itself also colours if `CI` is set. */
const colours = pc.createColors(isatty(1) && process.env["NO_COLOR"] === undefined);

function print({ system, checkout, compared, files, problems }: CheckoutReport): void {
  if (files.length === 0 && problems.length === 0) {
    console.log(`${colours.green("✔")} ${system}: ${checkout} is as delivered (${compared} files)`);
    return;
  }
  for (const file of files) console.log(describeFile(system, file));
  if (problems.length > 0) console.log(describeProblems(problems, `in ${checkout}`));
}

function describeFile(system: string, { path, severity, what, patch }: FileDrift): string {
  const mark = severity === "cosmetic" ? colours.yellow("≈") : colours.red("✖");
  return `${mark} ${system}, ${path}: ${what}${patch === undefined ? "" : `\n${coloured(patch)}`}`;
}

function coloured(patch: string): string {
  return patch
    .trimEnd()
    .split("\n")
    .map((line) =>
      line.startsWith("+") ? colours.green(line) : line.startsWith("-") ? colours.red(line) : line,
    )
    .join("\n");
}
