import { matchesRefs } from "../../catalogue/ref-filter.js";
import type { Job, Workflow } from "../../catalogue/workflow-model.js";
import type { ExpressionReader } from "../../pipeline/expression-reader.js";
import { namesFor } from "../../pipeline/filters.js";
import { type Knowledge, mayHold } from "../../pipeline/possible-values.js";

/** One kind of run of a workflow: an event on a ref. `gitRef` represents all refs that `ref` describes. */
export interface Scenario {
  readonly event: "push" | "pull_request" | "workflow_dispatch" | "schedule";
  /** Such as `branch main`, `tags v*`, `any other branch`, `pull request from a fork`. */
  readonly ref: string;
  /** The value of `github.ref`. */
  readonly gitRef: string;
  /** GitHub gives such a run a read-only token and no identity. */
  readonly isFromFork: boolean;
}

/** Represents the names that no trigger lists. */
const UNNAMED = "…";

/** Every kind of run that a workflow's triggers allow: one for each ref that they name, and one for all others. */
export function scenariosOf({ on }: Workflow, defaultBranch: string): Scenario[] {
  const { push, pullRequest, dispatch, schedule } = on;
  const refs = refsOf(defaultBranch, push?.branches ?? [], push?.tags ?? []);
  return [
    ...(push === undefined
      ? []
      : refs.filter((ref) => startsOnPush(push, ref)).map((ref) => run("push", ref))),
    ...(pullRequest === undefined
      ? []
      : [
          run("pull_request", { words: "pull request", gitRef: "refs/pull/1/merge" }),
          run("pull_request", { words: "pull request from a fork", gitRef: "refs/pull/1/merge" }, true),
        ]),
    ...(dispatch === undefined ? [] : refs.map((ref) => run("workflow_dispatch", ref))),
    ...(schedule === undefined ? [] : refs.slice(0, 1).map((ref) => run("schedule", ref))),
  ];
}

/** The jobs of a workflow that can run in a scenario, by id. What is unknown beforehand counts as running. */
export function runningJobs(
  { jobs }: Workflow,
  scenario: Scenario,
  reader: ExpressionReader,
): (readonly [id: string, job: Job])[] {
  const knowledge = knowledgeOf(scenario);
  const mayRun = ({ if: text, needs = [] }: Job): boolean => {
    const condition = text === undefined ? undefined : reader.expression(text);
    if (condition === undefined) return needs.every(runs);
    return mayHold(condition, knowledge) && (runsAfterFailure(condition.calls) || needs.every(runs));
  };
  const runs = (id: string): boolean => {
    const job = jobs[id];
    return job !== undefined && mayRun(job);
  };
  return Object.entries(jobs).filter(([, job]) => mayRun(job));
}

/** A job whose condition checks the status of others runs even if they were skipped. */
function runsAfterFailure(functions: readonly string[]): boolean {
  return functions.some((name) => name === "always" || name === "cancelled" || name === "failure");
}

/** The contexts that are known in such a run. */
function knowledgeOf({ event, gitRef }: Scenario): Knowledge {
  const [, folder = "", name = ""] = /^refs\/(heads|tags|pull)\/(.+)$/s.exec(gitRef) ?? [];
  const known: Readonly<Record<string, string>> = {
    "github.event_name": event,
    "github.ref": gitRef,
    "github.ref_name": name,
    "github.ref_type": folder === "tags" ? "tag" : "branch",
  };
  return (reference) => known[reference.join(".")];
}

interface Ref {
  readonly words: string;
  readonly gitRef: string;
}

function run(event: Scenario["event"], { words, gitRef }: Ref, isFromFork = false): Scenario {
  return { event, ref: words, gitRef, isFromFork };
}

/** The default branch first. */
function refsOf(defaultBranch: string, branches: readonly string[], tags: readonly string[]): Ref[] {
  const named = [...new Set([defaultBranch, ...branches.filter((filter) => !/[*?+[\]!\\]/.test(filter))])];
  return [
    ...named.map((name) => ({ words: `branch ${name}`, gitRef: `refs/heads/${name}` })),
    { words: "any other branch", gitRef: `refs/heads/${UNNAMED}` },
    ...tags.flatMap((filter) =>
      namesFor(filter, "tag")
        .slice(0, 1)
        .map((name) => ({ words: `tags ${filter}`, gitRef: `refs/tags/${name}` })),
    ),
    { words: tags.length === 0 ? "any tag" : "any other tag", gitRef: `refs/tags/${UNNAMED}` },
  ];
}

/** GitHub: if only branches or only tags are filtered, the other starts nothing. */
function startsOnPush({ branches, tags }: NonNullable<Workflow["on"]["push"]>, { gitRef }: Ref): boolean {
  const [, folder, name = ""] = /^refs\/(heads|tags)\/(.+)$/s.exec(gitRef) ?? [];
  if (branches === undefined && tags === undefined) return true;
  return matchesRefs((folder === "heads" ? branches : tags) ?? [], name);
}
