import { Command } from "commander";
import { groupBy } from "../catalogue/group-by.js";
import { findingsAbout, type Finding } from "../github/doctor/finding.js";
import { type DoctorSources, examineSystems } from "../github/doctor/examine.js";
import { githubClient } from "../github/client.js";
import { chooseSystems } from "./choose-systems.js";
import { exitCodes } from "./exit.js";
import { findOnPath } from "./find-on-path.js";
import { githubApis } from "./github-api.js";
import type { Project } from "./project.js";
import { printResult } from "./output.js";
import { planStack } from "./plan-stack.js";

interface Options {
  readonly stack: string;
  readonly push?: boolean;
  readonly json?: true;
}

export function doctorCommand(project: Project): Command {
  return new Command("doctor")
    .summary("report settings that a push needs and only a person can change")
    .description(
      "Reports what a push of a stack's systems needs and neither a file nor `pulumi up` can set, with page and setting: access and visibility of packages on GHCR, Actions and their default permissions, repository ids, variables, GitHub's OIDC provider in AWS. With a token it asks GitHub for their state; without, it lists what to check. Changes nothing. Exit code 1 if something is wrong.",
    )
    .argument("[system...]", "names from the catalogue; default: all of the stack")
    .option("--stack <name>", "the stack whose Pulumi.<stack>.yaml is read", "prod")
    .option("--push", "also begin and cancel a push to each package on GHCR, to test this token")
    .option("--json", "a list of { system, about, state, text, fix, link }; state: fine, wrong or unknown")
    .addHelpText(
      "after",
      "\nEnvironment:\n  GITHUB_TOKEN    a classic token with read:packages and repo (write:packages for --push), or a\n                  workflow's own; reports what the token may not see as not checked\n  GITHUB_API_URL  default: https://api.github.com\n  GHCR_URL        default: https://ghcr.io\n  HTTPS_PROXY     used if set\n\nExamples:\n  slipway doctor\n  GITHUB_TOKEN=$(gh auth token) slipway doctor shop --stack prod",
    )
    .action(async (names: readonly string[], { stack, push = false, json }: Options) => {
      const plan = await planStack(stack, project);
      const systems = chooseSystems(names, plan.systems);
      const findings = [
        ...(await programFindings()),
        ...(await examineSystems(systems, plan.oidcProvider, sourcesOf(process.env, push))),
      ];
      printResult(json, findings, doctorReport);
      if (findings.some(({ state }) => state === "wrong")) process.exitCode = exitCodes.problem;
    });
}

/** The programs that a push from this machine needs, and what to do if one is missing. */
const PROGRAMS = {
  pulumi: "`npm run up` installs one, and `npm run env` adds it to PATH",
  docker:
    "`npm run up` works without it; to build for another registry, name a buildx builder in slipway:builder",
};

function programFindings(): Promise<Finding[]> {
  return Promise.all(
    Object.entries(PROGRAMS).map(async ([program, fix]) => {
      const finding = findingsAbout("this machine", program);
      const place = await findOnPath(program);
      return place === undefined
        ? finding("unknown", "Not on PATH.", fix)
        : finding("fine", `It is ${place}.`);
    }),
  );
}

/** Whom to ask, or why nobody is asked. */
function sourcesOf(env: NodeJS.ProcessEnv, push: boolean): DoctorSources | string {
  if ((env["GITHUB_TOKEN"] ?? "") === "") return "GITHUB_TOKEN is not set";
  const { api, registry } = githubApis(env, "with GitHub; nothing was checked");
  return { octokit: githubClient(api), registry, push };
}

const MARKS = { fine: "✓", wrong: "✗", unknown: "?" } as const satisfies Record<Finding["state"], string>;

/** The findings for a terminal, grouped by system, and their count. */
function doctorReport(findings: readonly Finding[]): string {
  const sections = [...groupBy(findings, ({ system }) => system)].map(([system, own]) =>
    [system, ...own.map(inWords)].join("\n"),
  );
  const count = (state: Finding["state"]) => findings.filter((finding) => finding.state === state).length;
  return [
    ...sections,
    `${count("wrong")} to correct, ${count("unknown")} to check by hand, ${count("fine")} fine`,
  ].join("\n\n");
}

function inWords({ state, about, text, fix, link }: Finding): string {
  return [
    `  ${MARKS[state]} ${about}: ${text}`,
    ...(fix === undefined ? [] : [`      ${fix}`]),
    ...(link === undefined ? [] : [`      ${link}`]),
  ].join("\n");
}
