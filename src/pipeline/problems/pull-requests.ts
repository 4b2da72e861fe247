import type { Problem } from "../../problems/problem.js";
import {
  calls,
  isUnreadable,
  references,
  statusFunctions,
  type Literal,
  type Reference,
} from "../expressions.js";
import type { Cell } from "../../catalogue/workflow-model.js";
import { mayHold, possibleTexts, type Knowledge } from "../possible-values.js";
import { writtenCache } from "./cache-writes.js";
import { cellsOf, fieldOf } from "./cells.js";
import {
  expressionsIn,
  textsOf,
  type ParsedJob,
  type ParsedStep,
  type ParsedWorkflow,
  type Text,
} from "./parsed-workflow.js";

/**
 * What a pull request must not reach, since anybody can open one: a right to write, a secret, a push, or a cache that
 * others build from (user pains 6 and 14).
 *
 * A job is out of its reach where its `if` is false whatever else is true, or where it needs such a job and does not ask
 * how that one went. Of a condition only the event's name and the kind of ref are taken as known; so a condition on
 * `github.ref` or on an actor protects nothing here, and an error can only be to report too much.
 */
export function pullRequestProblems(parsed: ParsedWorkflow): Problem[] {
  const reachable = reachableFromPullRequest(parsed);
  return parsed.jobs
    .filter(({ id }) => reachable.has(id))
    .flatMap((job) => {
      const steps = job.steps.filter((step) => cellsOf(job).some((cell) => runsForPullRequest(step, cell)));
      return [
        ...rightProblems(job),
        ...secretProblems([...job.texts, ...steps.flatMap(textsOf)]),
        ...steps.flatMap((step) => pushProblems(step, cellsOf(job))),
        ...steps.flatMap((step) => cacheProblems(step, cellsOf(job))),
      ];
    });
}

const FIX = "move it to a job whose `if` begins with github.event_name != 'pull_request' &&";

/** Ids of the jobs that a pull request can start. */
function reachableFromPullRequest({ workflow, jobs }: ParsedWorkflow): ReadonlySet<string> {
  if (workflow.on.pullRequest === undefined) return new Set();
  const byId = new Map(jobs.map((job) => [job.id, job]));
  const isReachable = ({ job, condition }: ParsedJob, asked: readonly string[]): boolean => {
    if (condition !== undefined && !isUnreadable(condition) && !mayHold(condition, inPullRequest()))
      return false;
    if (expressionsIn(condition).flatMap(calls).some(isStatusFunction)) return true;
    return (job.needs ?? []).every((id) => {
      const needed = byId.get(id);
      // A circle or an unknown job is another rule's matter.
      return needed === undefined || asked.includes(id) || isReachable(needed, [...asked, id]);
    });
  };
  return new Set(jobs.filter((job) => isReachable(job, [job.id])).map(({ id }) => id));
}

function isStatusFunction(name: string): boolean {
  return statusFunctions.some((known) => known === name);
}

/** What is known in a run for a pull request, in one cell of a job's matrix. */
function inPullRequest(cell: Cell = {}): Knowledge {
  const known = new Map<string, Literal>([
    ["github.event_name", "pull_request"],
    ["github.ref_type", "branch"],
  ]);
  return (reference) => known.get(reference.join(".").toLowerCase()) ?? fieldOf(cell, reference);
}

function runsForPullRequest({ condition }: ParsedStep, cell: Cell): boolean {
  return condition === undefined || isUnreadable(condition) || mayHold(condition, inPullRequest(cell));
}

function rightProblems({ job, where }: ParsedJob): Problem[] {
  return Object.entries(job.permissions)
    .filter(([, { access }]) => access === "write")
    .map(([scope]) => ({
      where: `${where}, permissions`,
      expected: "no right to write in a job that a pull request can start",
      found: `${scope}: write`,
      fix: FIX,
    }));
}

function secretProblems(texts: readonly Text[]): Problem[] {
  return texts.flatMap(({ where, template }) => {
    const secrets = expressionsIn(template).flatMap(references).filter(isSecret);
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

/** Inputs that publish what a step made, and what each says when it does not. */
function pushProblems(step: ParsedStep, cells: readonly Cell[]): Problem[] {
  const pushes = valuesOf(step, "push", cells).some(isOn);
  const outputs = valuesOf(step, "outputs", cells).find((text) => /push=(?!false)|type=registry/.test(text));
  const attests = valuesOf(step, "push-to-registry", cells).some(isOn);
  const found = pushes ? "push" : (outputs ?? (attests ? "push-to-registry" : undefined));
  if (found === undefined) return [];
  return [
    {
      where: step.where,
      expected: "no push in a job that a pull request can start",
      found,
      fix: FIX,
    },
  ];
}

function isOn(text: string): boolean {
  return text !== "" && text !== "false";
}

function cacheProblems(step: ParsedStep, cells: readonly Cell[]): Problem[] {
  const found = writtenCache(step.step, (input) => valuesOf(step, input, cells));
  if (found === undefined) return [];
  return [
    {
      where: step.where,
      expected: "no cache written by a job that a pull request can start",
      found,
      fix: "write none here, or " + FIX,
    },
  ];
}

/** The values that an input of a step can have when a pull request is open, in any cell; none where it is not given. */
function valuesOf({ inputs }: ParsedStep, input: string, cells: readonly Cell[]): string[] {
  const given = inputs.get(input);
  if (given === undefined) return [];
  return [...new Set(cells.flatMap((cell) => possibleTexts(given.template, inPullRequest(cell))))];
}
