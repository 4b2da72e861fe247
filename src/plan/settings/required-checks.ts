import type { ExpressionReader } from "../../pipeline/expression-reader.js";
import type { Job, Workflow } from "../../catalogue/workflow-model.js";
import { mayHold, possibleTexts, type Knowledge } from "../../pipeline/possible-values.js";
import { fieldOf } from "../../pipeline/problems/parsed-workflow.js";
import { matchesRefs } from "../../catalogue/ref-filter.js";

/** Every job of a system's workflows, as a required check or with the reason why it is not required. */
export interface RequiredChecks {
  /** Names of checks as GitHub shows them on a pull request; a matrix has one per cell. */
  readonly required: readonly string[];
  readonly leftOut: readonly LeftOut[];
}

export interface LeftOut {
  /** File and job, such as `ci.yml, job docker`. */
  readonly job: string;
  /** Continues after "it": `runs only if some paths change`. */
  readonly because: string;
}

/**
 * The checks to require of a pull request into the default branch: names of jobs that report on every one. GitHub waits
 * forever for a check that does not report, and accepts a skipped job as success, so a job counts only if it is certain
 * to run (G37). Pure.
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

/** A pull request into the default branch, and the reader of expressions in its runs. */
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
    ? { isRequired: false, because: "has a name that is unknown before the run" }
    : { isRequired: true, names };
}

function notAlwaysStarted({ pullRequest }: Workflow["on"], defaultBranch: string): string | undefined {
  if (pullRequest === undefined) return "does not run for pull requests";
  const { branches, paths } = pullRequest;
  if (paths !== undefined) return "runs only if some paths change";
  if (branches !== undefined && !matchesRefs(branches, defaultBranch))
    return `does not run for pull requests into ${defaultBranch}`;
  return undefined;
}

/** What all pull requests into the default branch have in common. */
function knowledgeOf(defaultBranch: string): Knowledge {
  const known = new Map([
    ["github.event_name", "pull_request"],
    ["github.base_ref", defaultBranch],
  ]);
  return (reference) => known.get(reference.join("."));
}

function notAlwaysRun(id: string, jobs: Workflow["jobs"], pull: Pull): string | undefined {
  const job = jobs[id];
  if (job === undefined) return "does not exist";
  if (job.if !== undefined && mayHold(pull.reader.expression(job.if), pull.knowledge, false))
    return "has a condition that may skip it";
  const uncertain = (job.needs ?? []).find((need) => notAlwaysRun(need, jobs, pull) !== undefined);
  return uncertain === undefined ? undefined : `needs the job ${uncertain}, which may not run`;
}

/**
 * The names of a job's checks: its name, evaluated for each cell of its matrix. Undefined if that is unknown, or GitHub
 * appends to it: the values of a cell, if the name has no expression.
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
