import * as v from "valibot";

/** What happened to a job, or to one cell of its matrix. */
export interface JobRun {
  /** Key of the job in the file. */
  readonly id: string;
  readonly matrix: Readonly<Record<string, string>>;
  readonly result: Result;
  /** The steps that ran, in order; a step that is not here was skipped. */
  readonly steps: readonly StepRun[];
}

export interface StepRun {
  readonly name: string;
  readonly result: Result;
}

export type Result = "success" | "failure";

/** What act was seen to do. */
export interface ActRun {
  /** The jobs that ran, in the order in which they began; a job that is not here was skipped. */
  readonly jobs: readonly JobRun[];
  /** The workflow commands `::warning::`, `::error::` and `::notice::`, as `warning: title: text`. */
  readonly annotations: readonly string[];
  /** What steps wrote to the run's summary. */
  readonly summary: string;
  /** All that steps printed and act said, for people. */
  readonly text: string;
}

/** One line of `act --json`. */
const entry = v.object({
  level: v.string(),
  msg: v.string(),
  jobID: v.optional(v.string()),
  matrix: v.optional(v.nullable(v.record(v.string(), v.string()))),
  step: v.optional(v.string()),
  stage: v.optional(v.string()),
  stepResult: v.optional(v.string()),
  command: v.optional(v.string()),
  arg: v.optional(v.string()),
  kvPairs: v.optional(v.nullable(v.object({ title: v.optional(v.string()) }))),
  content: v.optional(v.string()),
});
type Entry = v.InferOutput<typeof entry>;

/** Reads the log of `act --json`. Lines that are no JSON, such as act's last words, are kept as text only. */
export function readLog(log: string): ActRun {
  const entries: Entry[] = [];
  const text: string[] = [];
  for (const line of log.split("\n")) {
    const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), entry), line);
    text.push(parsed.success ? `[${parsed.output.jobID ?? ""}] ${parsed.output.msg.trimEnd()}` : line);
    if (parsed.success) entries.push(parsed.output);
  }
  return {
    jobs: jobs(entries),
    annotations: entries.flatMap(annotation),
    summary: entries
      .flatMap(({ command, content }) => (command === "summary" ? [content ?? ""] : []))
      .join(""),
    text: text.join("\n"),
  };
}

const ANNOTATIONS = ["notice", "warning", "error"];

function annotation({ command = "", arg, kvPairs }: Entry): string[] {
  return ANNOTATIONS.includes(command)
    ? [[command, kvPairs?.title, arg].filter((part) => part !== undefined).join(": ")]
    : [];
}

function jobs(entries: readonly Entry[]): JobRun[] {
  const runs = new Map<string, { id: string; matrix: Record<string, string>; steps: StepRun[] }>();
  for (const { jobID: id, matrix, step, stage, stepResult } of entries) {
    if (id === undefined) continue;
    const cell = matrix ?? {};
    const key = JSON.stringify([id, cell]);
    const run = runs.get(key) ?? { id, matrix: cell, steps: [] };
    runs.set(key, run);
    if (stage === "Main" && step !== undefined && (stepResult === "success" || stepResult === "failure")) {
      run.steps.push({ name: step, result: stepResult });
    }
  }
  // act's own result of a cell is that of the whole job so far.
  return [...runs.values()].map((run) => ({
    ...run,
    result: run.steps.some(({ result }) => result === "failure") ? "failure" : "success",
  }));
}
