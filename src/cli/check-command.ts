import { isatty } from "node:tty";
import { Command } from "commander";
import pc from "picocolors";
import { checkCheckout, type CheckoutReport } from "../delivery/drift/check-checkout.js";
import { describeProblems, type Problem } from "../problems/problem.js";
import { chooseSystems } from "./choose-systems.js";
import { exitCodes } from "./exit.js";
import { printResult } from "./output.js";
import type { Project } from "./project.js";
import { resolveSystems } from "./plan-stack.js";
import { missingFolder, UsageError } from "./usage-error.js";

interface Options {
  readonly repo: readonly string[];
  readonly stack?: string;
  readonly strict?: boolean;
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
      "\nExamples:\n  slipway check --repo shop=../shop\n  slipway check --strict --repo shop=../shop --repo blog=../blog",
    )
    .action(async (names: readonly string[], { repo, stack, strict = false, json }: Options) => {
      const checkouts = readCheckouts(repo, names, project);
      const systems = await resolveSystems([...checkouts.keys()], stack, project);
      const reports = systems.map((system) => checkCheckout(system, checkouts.get(system.name) ?? ""));
      printResult(json, reports, (all) => all.map(inWords).join("\n"));
      if (reports.some((report) => isDrift(report, strict))) process.exitCode = exitCodes.problem;
    });
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
    problems.push(...[missingFolder(`--repo ${system}`, folder) ?? []].flat());
  }
  chooseSystems([...names, ...checkouts.keys()], catalogue);
  for (const name of names.filter((one) => !checkouts.has(one))) {
    const expected = "a checkout to compare it with";
    problems.push({ where: name, expected, found: "none", fix: `add --repo ${name}=PATH` });
  }
  if (problems.length > 0) throw new UsageError(problems);
  return new Map([...checkouts].filter(([system]) => names.length === 0 || names.includes(system)));
}

function isDrift({ files, problems }: CheckoutReport, strict: boolean): boolean {
  return problems.length > 0 || files.some(({ severity }) => strict || severity === "semantic");
}

/** Colours only on a terminal: picocolors by itself also colours if `CI` is set. */
const colours = pc.createColors(isatty(1) && process.env["NO_COLOR"] === undefined);

function inWords({ system, checkout, compared, files, problems }: CheckoutReport): string {
  if (files.length === 0 && problems.length === 0) {
    return `${colours.green("✔")} ${system}: ${checkout} is as delivered (${compared} files)`;
  }
  return [
    ...files.map(({ path, severity, what, patch }) => {
      const mark = severity === "cosmetic" ? colours.yellow("≈") : colours.red("✖");
      return `${mark} ${system}, ${path}: ${what}${patch === undefined ? "" : `\n${coloured(patch)}`}`;
    }),
    ...(problems.length === 0 ? [] : [describeProblems(problems, `in ${checkout}`)]),
  ].join("\n");
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
