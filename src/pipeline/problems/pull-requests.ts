import { type Problem, unless } from "../../problems/problem.js";
import { statusFunctions } from "../expression-reader.js";
import type { Cell } from "../../catalogue/workflow-model.js";
import { mayHold, possibleTexts, type Knowledge, type Literal, type Reference } from "../possible-values.js";
import { writtenCache } from "./cache-writes.js";
import {
  type ParsedJob,
  type ParsedStep,
  type ParsedWorkflow,
  type Text,
  cellsOf,
  fieldOf,
} from "./parsed-workflow.js";

/**
 * Rights, secrets, pushes and caches within reach of a pull request, which anybody can open (user pains 6 and 14).
 *
 * A job is out of reach if its `if` is false for every pull request, or if it needs such a job and its own `if` calls
 * no status function. Only the event's name and the type of the ref count as known; a condition on `github.ref` or on
 * an actor protects nothing here. So the rule may report too much, but never too little.
 */
export function pullRequestProblems(parsed: ParsedWorkflow): Problem[] {
  const reachable = reachableFromPullRequest(parsed);
  return parsed.jobs
    .filter(({ id }) => reachable.has(id))
    .flatMap((job) => {
      const cells = cellsOf(job);
      const steps = job.steps.filter((step) => cells.some((cell) => runsForPullRequest(step, cell)));
      return [
        ...rightProblems(job),
        ...secretProblems([
          ...job.texts,
          ...steps.flatMap((step) => [...step.texts, ...step.inputs.values()]),
        ]),
        ...steps.flatMap((step) => pushProblems(step, cells)),
        ...steps.flatMap((step) => cacheProblems(step, cells)),
      ];
    });
}

const FIX = "move it to a job whose `if` begins with github.event_name != 'pull_request' &&";

/** Ids of the jobs that a pull request can start. */
function reachableFromPullRequest({ workflow, jobs }: ParsedWorkflow): ReadonlySet<string> {
  if (workflow.on.pullRequest === undefined) return new Set();
  const byId = new Map(jobs.map((job) => [job.id, job]));
  const isReachable = ({ id, job, condition }: ParsedJob, path: readonly string[] = []): boolean => {
    if (path.includes(id)) return true;
    if (condition !== undefined && !mayHold(condition, inPullRequest())) return false;
    if (condition?.calls.some((name) => statusFunctions.includes(name))) return true;
    return (job.needs ?? []).every((need) => {
      const needed = byId.get(need);
      return needed === undefined || isReachable(needed, [...path, id]);
    });
  };
  return new Set(jobs.filter((job) => isReachable(job)).map(({ id }) => id));
}

/** What is known in a run for a pull request, in one cell of the matrix. */
function inPullRequest(cell: Cell = {}): Knowledge {
  const known = new Map<string, Literal>([
    ["github.event_name", "pull_request"],
    ["github.ref_type", "branch"],
  ]);
  return (reference) => known.get(reference.join(".").toLowerCase()) ?? fieldOf(cell, reference);
}

function runsForPullRequest({ condition }: ParsedStep, cell: Cell): boolean {
  return condition === undefined || mayHold(condition, inPullRequest(cell));
}

function rightProblems({ job, where }: ParsedJob): Problem[] {
  return Object.entries(job.permissions).flatMap(([scope, { access }]) =>
    unless(access === "read", {
      where: `${where}, permissions`,
      expected: "no right to write in a job that a pull request can start",
      found: `${scope}: write`,
      fix: FIX,
    }),
  );
}

function secretProblems(texts: readonly Text[]): Problem[] {
  return texts.flatMap(({ where, template }) => {
    const secrets = template
      .flatMap((part) => (typeof part === "string" ? [] : part.references))
      .filter(isSecret);
    return [...new Set(secrets.map((reference) => reference.join(".")))].map((found) => ({
      where,
      expected: "no secret in a job that a pull request can start",
      found,
      fix: FIX,
    }));
  });
}

function isSecret([context, member]: Reference): boolean {
  return (
    context === "secrets" || (context === "github" && (member === undefined || /^(?:\*|token)$/.test(member)))
  );
}

/** Reports one of the inputs by which an action pushes. */
function pushProblems(step: ParsedStep, cells: readonly Cell[]): Problem[] {
  const pushes = valuesOf(step, "push", cells).some(isOn);
  const outputs = valuesOf(step, "outputs", cells).find((text) => /push=(?!false)|type=registry/.test(text));
  const attests = valuesOf(step, "push-to-registry", cells).some(isOn);
  const found = pushes ? "push" : (outputs ?? (attests ? "push-to-registry" : undefined));
  return unless(found === undefined, {
    where: step.where,
    expected: "no push in a job that a pull request can start",
    found: found ?? "",
    fix: FIX,
  });
}

function isOn(text: string): boolean {
  return text !== "" && text !== "false";
}

function cacheProblems(step: ParsedStep, cells: readonly Cell[]): Problem[] {
  const found = writtenCache(step.step, (input) => valuesOf(step, input, cells));
  return unless(found === undefined, {
    where: step.where,
    expected: "no cache written by a job that a pull request can start",
    found: found ?? "",
    fix: "write none here, or " + FIX,
  });
}

/** The values that an input can have in a run for a pull request, in any cell; none if it is not set. */
function valuesOf({ inputs }: ParsedStep, input: string, cells: readonly Cell[]): string[] {
  const given = inputs.get(input);
  if (given === undefined) return [];
  return [...new Set(cells.flatMap((cell) => possibleTexts(given.template, inPullRequest(cell))))];
}
