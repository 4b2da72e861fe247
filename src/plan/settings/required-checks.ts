import type { Expression } from "../../pipeline/expressions.js";
import type { ExpressionReader } from "../../pipeline/expression-reader.js";
import type { Job, Workflow } from "../../catalogue/workflow-model.js";
import { mayHold, possibleTexts, type Knowledge } from "../../pipeline/possible-values.js";
import { fieldOf } from "../../pipeline/problems/cells.js";
import { matchesRefs } from "../../catalogue/ref-filter.js";

/** Every job of a system's workflows, as a required check or with the reason why it is none. */
export interface RequiredChecks {
  /** Names of checks as GitHub shows them on a pull request; a matrix has one for each cell. */
  readonly required: readonly string[];
  readonly leftOut: readonly LeftOut[];
}

export interface LeftOut {
  /** File and job, such as `ci.yml, job docker`. */
  readonly job: string;
  /** Reads on after "it": `starts only where some paths change`. */
  readonly because: string;
}

/**
 * The checks that a pull request into the default branch can be made to wait for: names of jobs that report on every
 * one of them. GitHub would wait for ever for one that does not, and takes a job that was skipped for a success, so a
 * job counts only if it is sure to run (G37). Pure.
 */
export function requiredChecks(
  workflows: readonly Workflow[],
  defaultBranch: string,
  reader: ExpressionReader,
): RequiredChecks {
  const pull = { reader, defaultBranch, knowledge: knowledgeOf(defaultBranch) };
  const verdicts = workflows.flatMap((workflow) =>
    Object.keys(workflow.jobs).map((id) => ({
      job: `${workflow.file}, job ${id}`,
      verdict: judge(id, workflow, pull),
    })),
  );
  return {
    required: [...new Set(verdicts.flatMap(({ verdict }) => (verdict.isRequired ? verdict.names : [])))],
    leftOut: verdicts.flatMap(({ job, verdict }) =>
      verdict.isRequired ? [] : [{ job, because: verdict.because }],
    ),
  };
}

type Verdict =
  | { readonly isRequired: true; readonly names: readonly string[] }
  | { readonly isRequired: false; readonly because: string };

/** A pull request into the default branch, and how expressions are read in its runs. */
interface Pull {
  readonly reader: ExpressionReader;
  readonly defaultBranch: string;
  readonly knowledge: Knowledge;
}

function judge(id: string, { on, jobs }: Workflow, pull: Pull): Verdict {
  const because = notAlwaysStarted(on, pull.defaultBranch) ?? notAlwaysRun(id, jobs, pull);
  if (because !== undefined) return { isRequired: false, because };
  const job = jobs[id];
  const names = job && checkNames(job, pull);
  return names === undefined
    ? { isRequired: false, because: "has a name that is known only in the run" }
    : { isRequired: true, names };
}

function notAlwaysStarted({ pullRequest }: Workflow["on"], defaultBranch: string): string | undefined {
  if (pullRequest === undefined) return "does not start for pull requests";
  const { branches, paths } = pullRequest;
  if (paths !== undefined) return "starts only where some paths change";
  if (branches !== undefined && !matchesRefs(branches, defaultBranch))
    return `does not start for pull requests into ${defaultBranch}`;
  return undefined;
}

/** What is the same in the runs of all pull requests into the default branch. */
function knowledgeOf(defaultBranch: string): Knowledge {
  const known = new Map([
    ["github.event_name", "pull_request"],
    ["github.base_ref", defaultBranch],
  ]);
  return (reference) => known.get(reference.join("."));
}

function notAlwaysRun(id: string, jobs: Workflow["jobs"], pull: Pull): string | undefined {
  const job = jobs[id];
  if (job === undefined) return "is not there";
  if (job.if !== undefined && !surelyHolds(pull.reader.expression(job.if), pull))
    return "may be skipped by its condition";
  const uncertain = (job.needs ?? []).find((need) => notAlwaysRun(need, jobs, pull) !== undefined);
  return uncertain === undefined ? undefined : `needs the job ${uncertain}, which may not run`;
}

function surelyHolds(condition: Expression, { knowledge }: Pull): boolean {
  return !mayHold({ kind: "not", operand: condition }, knowledge);
}

/**
 * What GitHub calls the checks of a job: its name, evaluated for each cell of its matrix. Undefined where that cannot be
 * told, or GitHub adds to it: the values of a cell where no expression does.
 */
function checkNames({ name, matrix }: Job, { reader, knowledge }: Pull): string[] | undefined {
  if (name === "" || (matrix !== undefined && !name.includes("${{"))) return undefined;
  const cells = matrix?.cells ?? [{}];
  const template = reader.template(name);
  const names = cells.flatMap((cell) => {
    const [text, ...others] = possibleTexts(
      template,
      (reference) => fieldOf(cell, reference) ?? knowledge(reference),
    );
    return text === undefined || others.length > 0 || text.includes("${{") ? [] : [text];
  });
  return new Set(names).size === cells.length ? names : undefined;
}
