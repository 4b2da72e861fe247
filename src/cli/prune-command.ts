import { Command, InvalidArgumentError } from "commander";
import { githubClient } from "../github/client.js";
import { packageOwner, type PackageOwner } from "../github/package-owner.js";
import { ghcrPackage } from "../github/packages/ghcr-package.js";
import { type Orphan, prunePackage, type Pruning } from "../github/packages/prune-package.js";
import { chooseSystems } from "./choose-systems.js";
import { exitCodes } from "./exit.js";
import { githubApis, unanswered } from "./github-api.js";
import { tableOf } from "./output.js";
import type { Project } from "./project.js";
import { planStack } from "./plan-stack.js";

interface Options {
  readonly stack: string;
  readonly execute?: true;
  readonly limit: number;
  readonly json?: true;
}

const NOTHING_DONE = "with GitHub; nothing was deleted";

export function pruneCommand(project: Project): Command {
  return new Command("prune")
    .summary("list orphaned package versions on GHCR, and delete them with --execute")
    .description(
      "Lists orphans in the packages of systems on GHCR: untagged versions that are unchanged for the days of slipway:retention and part of no kept index. Attestations, signatures and other attachments share the fate of their subject. Tagged versions stay. If anything is uncertain, nothing is deleted. On ECR, lifecycle policies do this.",
    )
    .argument("[system...]", "names from the catalogue; default: all of the stack on GHCR")
    .option("--stack <name>", "the stack whose Pulumi.<stack>.yaml is read", "prod")
    .option("--execute", "delete them; without it, only list them")
    .option("--limit <n>", "maximum number of versions to delete per package", aNumber, 100)
    .option("--json", "a list of { package, outcome, kept, orphans, removed, broken, reasons }")
    .addHelpText(
      "after",
      "\nEnvironment:\n  GITHUB_TOKEN    a classic token with read:packages, and delete:packages for --execute; or a\n                  workflow's own, with packages: write and the role Admin in the package\n  GITHUB_API_URL  default: https://api.github.com\n  GHCR_URL        default: https://ghcr.io\n  HTTPS_PROXY     used if set\n\nExamples:\n  GITHUB_TOKEN=$(gh auth token) slipway prune\n  slipway prune shop --execute --limit 20",
    )
    .action((names: readonly string[], options: Options) => prune(project, names, options));
}

async function prune(
  project: Project,
  names: readonly string[],
  { stack, execute, limit, json }: Options,
): Promise<void> {
  const systems = chooseSystems(names, (await planStack(stack, project)).systems);
  const { api, registry } = githubApis(process.env, NOTHING_DONE);
  const octokit = githubClient(api);
  const owners = new Map<string, PackageOwner>();
  const prunings: Pruning[] = [];
  for (const { owner: login, name, days } of systems.flatMap(({ packages }) => packages)) {
    const owner = owners.get(login) ?? (await packageOwner(octokit, login).catch(noOwner));
    owners.set(login, owner);
    const source = ghcrPackage(octokit, registry, owner, name);
    const pruning = await prunePackage(source, { days, limit: execute ? limit : 0, now: Date.now() });
    prunings.push(pruning);
    if (!json) console.log(pruneReport(pruning, days));
    // A surprise in one package may concern all.
    if (pruning.outcome === "stopped") break;
  }
  if (json) console.log(JSON.stringify(prunings, undefined, 2));
  else if (prunings.length === 0) console.log("none of these systems publishes to GHCR");
  if (prunings.some(({ outcome }) => outcome === "refused" || outcome === "stopped")) {
    process.exitCode = exitCodes.problem;
  }
}

const noOwner = unanswered(
  "an answer about the packages' owner",
  "check GITHUB_TOKEN, slipway:owner and the network (HTTPS_PROXY is used if set), then run the command again",
  NOTHING_DONE,
);

function aNumber(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("write a whole number from 1 to 9999.");
}

/** More would hide the rest of the output. */
const MAX_REASONS = 10;

/** What was found in one package, and what was done, for a terminal. */
function pruneReport(pruning: Pruning, days: number): string {
  const { orphans, broken, removed } = pruning;
  const head = ["orphan", "last changed", "size", "why"];
  return [
    `${pruning.package}: ${inWords(pruning, days)}`,
    ...firstOf(pruning.reasons).map((reason) => `  ${reason}`),
    ...broken.map(
      ({ digest, tags, missing }) =>
        `  ${tags.join(", ") || digest} refers to ${missing} deleted versions: push it again`,
    ),
    ...(orphans.length === 0
      ? []
      : [
          tableOf(
            head,
            orphans.map((orphan) => row(orphan, removed)),
          ),
        ]),
  ].join("\n");
}

function inWords({ outcome, kept, orphans, removed }: Pruning, days: number): string {
  const found = `versions that stay: ${kept}; orphans older than ${days} days: ${orphans.length}`;
  switch (outcome) {
    case "missing":
      return "the package does not exist, or this token may not see it";
    case "refused":
      return `nothing may be deleted, because not everything is known`;
    case "planned":
      return orphans.length === 0 ? found : `${found}; --execute deletes them`;
    case "pruned":
      return `${found}; deleted: ${removed.length}`;
    case "stopped":
      return `${found}; deleted: ${removed.length}, then stopped at a surprise`;
    default:
      return outcome satisfies never;
  }
}

function firstOf(reasons: readonly string[]): string[] {
  const more = reasons.length - MAX_REASONS;
  return [...reasons.slice(0, MAX_REASONS), ...(more > 0 ? [`… and ${more} more`] : [])];
}

function row({ digest, changed, bytes, tags }: Orphan, removed: readonly string[]): string[] {
  const why = tags.length === 0 ? "untagged, and not part of a kept version" : "attached to an orphan";
  return [
    digest.slice(0, "sha256:".length + 12),
    changed,
    bytes === 0 ? "" : `${(bytes / 1e6).toFixed(1)} MB`,
    removed.includes(digest) ? `deleted: ${why}` : why,
  ];
}
