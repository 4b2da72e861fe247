import { Command, Option } from "commander";
import type { GitEvent } from "../catalogue/tag-policy.js";
import { ecrHost, isOwner } from "../catalogue/names.js";
import { describeProblems, type Problem } from "../problems/problem.js";
import { type Publication, publishedReferences, type WorkflowStarts } from "../plan/publication.js";
import type { System } from "../catalogue/system.js";
import { resolve } from "../plan/resolve.js";
import type { ResolvedSystem } from "../plan/resolved-system.js";
import { chooseSystems } from "./choose-systems.js";
import { exitCodes } from "./exit.js";
import { printResult } from "./output.js";
import { defaultConfiguration } from "./plan-stack.js";
import type { Project } from "./project.js";
import { unknownName, UsageError } from "./usage-error.js";

interface Options {
  readonly event: GitEvent["name"];
  readonly ref: string;
  readonly sha: string;
  readonly headSha?: string;
  readonly defaultBranch: string;
  readonly owner?: string;
  readonly json?: true;
}

const EVENTS = [
  "push",
  "pull_request",
  "workflow_dispatch",
  "schedule",
] as const satisfies GitEvent["name"][];
const COMMIT = /^[0-9a-f]{40}$/;
const UNKNOWN_COMMIT = "0".repeat(40);
/** Owner and account come from a stack; here they are placeholders. */
const SOME_OWNER = "<owner>";
const SOME_ECR = ecrHost("<account>", "<region>");

export function tagsCommand({ catalogue }: Project): Command {
  return new Command("tags")
    .summary("print what a GitHub event would publish, and where")
    .description(
      "Prints the references under which CI would publish an image for a GitHub event, in push order, or why it would publish nothing. Considers what starts the workflow and the tag policy; `slipway access` shows whether the job may push. Exit code 1 if the registry would refuse a name.",
    )
    .argument("<system>", "a name from the catalogue")
    .argument("<image>", "the id of one of its images")
    .addOption(new Option("--event <name>", "what happened").choices(EVENTS).makeOptionMandatory())
    .requiredOption("--ref <ref>", "full ref: refs/heads/main, refs/tags/v1.2.3, refs/pull/7/merge")
    .option("--sha <commit>", "40 hexadecimal digits", UNKNOWN_COMMIT)
    .option("--head-sha <commit>", "a pull request's own newest commit; default: that of --sha")
    .option("--default-branch <name>", "of the repository", "main")
    .option("--owner <name>", "GitHub owner; default: the catalogue's, or a placeholder")
    .option("--json", "{ outcome, references | reason | problems }")
    .addHelpText(
      "after",
      "\nExamples:\n  slipway tags shop cart --event push --ref refs/tags/v1.2.3\n  slipway tags shop cart --event push --ref refs/heads/main --json",
    )
    .action((system: string, image: string, options: Options) => {
      tags(catalogue, system, image, options);
    });
}

function tags(catalogue: readonly System[], systemName: string, imageId: string, options: Options): void {
  const { owner = SOME_OWNER } = options;
  const configuration = { ...defaultConfiguration(catalogue), owner };
  const [system] = chooseSystems([systemName], resolve(configuration, catalogue));
  if (system === undefined) return;
  const image = system.images.find(({ spec }) => spec.id === imageId);
  if (image === undefined) {
    const ids = system.images.map(({ spec }) => spec.id);
    const of = `an image of ${system.name}:`;
    throw new UsageError([unknownName("IMAGE", imageId, ids, "copy an id from the catalogue", of)]);
  }
  const problems = optionProblems(options);
  if (problems.length > 0) throw new UsageError(problems);
  const event = eventOf(options);
  const starts = startsOf(system);
  const publication = publishedReferences({ system, image, event, ecrHost: SOME_ECR, starts });
  printResult(options.json, publication, inWords);
  if (publication.outcome === "refused") process.exitCode = exitCodes.problem;
}

function optionProblems({ event, ref, sha, headSha = sha, owner = "you" }: Options): Problem[] {
  const isPull = event === "pull_request";
  const [refs, example] = isPull
    ? [/^refs\/pull\/./, "refs/pull/NUMBER/merge"]
    : [/^refs\/(?:heads|tags)\/./, "refs/heads/… or refs/tags/…"];
  const commit = ["40 hexadecimal digits", "`git rev-parse HEAD` prints them"] as const;
  const checks = [
    ["--ref", ref, refs.test(ref), example, "write the full ref, as in GitHub's github.ref"],
    ["--sha", sha, COMMIT.test(sha), ...commit],
    ["--head-sha", headSha, headSha === sha || COMMIT.test(headSha), ...commit],
    [
      "--owner",
      owner,
      isOwner(owner),
      "a GitHub user or organisation",
      "--owner NAME, as in the repository's URL",
    ],
  ] as const;
  return checks.flatMap(([where, value, isRight, expected, fix]) =>
    isRight ? [] : { where, expected, found: JSON.stringify(value), fix },
  );
}

function eventOf({ event, ref, sha, headSha = sha, defaultBranch }: Options): GitEvent {
  if (event !== "pull_request") return { name: event, ref, sha, defaultBranch };
  const number = Number(/^refs\/pull\/(\d+)/.exec(ref)?.[1] ?? 0);
  return { name: event, ref, sha, defaultBranch, pullRequest: { number, headSha } };
}

/** The triggers of the system's workflow. */
function startsOf({ workflows }: ResolvedSystem): WorkflowStarts {
  const on = workflows[0]?.on;
  if (on === undefined) return { events: [] };
  const { branches, tags } = on.push ?? {};
  const events: Record<GitEvent["name"], unknown> = {
    push: on.push,
    pull_request: on.pullRequest,
    workflow_dispatch: on.dispatch,
    schedule: on.schedule,
  };
  return {
    events: EVENTS.filter((name) => events[name] !== undefined),
    ...(branches && { branches }),
    ...(tags && { tags }),
  };
}

function inWords(publication: Publication): string {
  switch (publication.outcome) {
    case "published":
      return publication.references.join("\n");
    case "nothing":
      return `nothing is published: ${publication.reason}`;
    case "refused":
      return describeProblems(publication.problems, "with names; the registry would refuse the push");
    default:
      return publication satisfies never;
  }
}
