import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import * as v from "valibot";
import { obtain } from "../../../tools/local/obtain.js";
import { parts } from "../../../tools/local/parts.js";
import { type Happening, OWNER, REPOSITORY } from "./events.js";
import type { FakeActions } from "./fake-actions.js";

/** What a run of act is given. */
export interface ActInput {
  /** A folder of its own, for all that act writes. */
  readonly folder: string;
  readonly workflow: string;
  readonly happening: Happening;
  readonly variables: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
  readonly fakes: FakeActions;
  /** Environment of act, and so of every step. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Labels of runners; each is this machine. */
const RUNNERS = ["ubuntu-24.04", "ubuntu-24.04-arm"];

/** Longest that one workflow may take, in ms. */
const TIME_LIMIT = 120_000;

/** act itself, looked for once. */
let program: Promise<string> | undefined;

/**
 * Runs a workflow with act, each job in a folder of this machine: no Docker, no network.
 *
 * @throws where act takes too long, or fails and no step of the workflow did.
 */
export async function runAct(input: ActInput): Promise<ActRun> {
  const { folder, workflow, happening, fakes } = input;
  program ??= obtain(parts.act).then(({ programs }) => programs[0]);
  const files = {
    checkout: join(folder, "checkout"),
    workflow: join(folder, "workflow.yml"),
    event: join(folder, "event.json"),
  };
  await mkdir(files.checkout, { recursive: true });
  await writeFile(files.workflow, workflow);
  await writeFile(files.event, JSON.stringify(happening.payload));
  const { event } = happening;
  const { stdout, stderr, failed, timedOut } = await execa(
    await program,
    [
      event.name,
      "--json",
      ...["--directory", files.checkout, "--workflows", files.workflow, "--eventpath", files.event],
      ...RUNNERS.flatMap((runner) => ["--platform", `${runner}=-self-hosted`]),
      // Without it act puts the sources there by itself, and a job that forgets to check out would pass.
      "--no-skip-checkout",
      "--no-cache-server",
      ...[...fakes.repositories].flatMap(([action, root]) => ["--local-repository", `${action}=${root}`]),
      ...["--actor", "somebody"],
      ...flags("--env", {
        GITHUB_REPOSITORY: `${OWNER}/${REPOSITORY}`,
        GITHUB_REF: event.ref,
        // act leaves it empty for a pull request; GitHub does not.
        GITHUB_REF_TYPE: event.ref.startsWith("refs/tags/") ? "tag" : "branch",
        // Where act looks for github.sha.
        SHA_REF: event.sha,
      }),
      ...flags("--var", input.variables),
      ...flags("--secret", input.secrets),
    ],
    { env: input.environment, extendEnv: false, stdin: "ignore", reject: false, timeout: TIME_LIMIT },
  );
  if (timedOut) throw new Error(`act did not end within ${TIME_LIMIT / 1000} s:\n${stdout.slice(-2000)}`);
  const run = readLog(`${stdout}\n${stderr}`);
  const explained = run.jobs.some(({ result }) => result === "failure");
  if (failed && !explained) throw new Error(`act could not run the workflow:\n${run.text}`);
  return run;
}

function flags(flag: string, values: Readonly<Record<string, string>>): string[] {
  return Object.entries(values).flatMap(([name, value]) => [flag, `${name}=${value}`]);
}

/** What happened to a job, or to one cell of its matrix. */
interface JobRun {
  /** Key of the job in the file. */
  readonly id: string;
  readonly matrix: Readonly<Record<string, string>>;
  readonly result: Result;
  /** The steps that ran, in order; a step that is not here was skipped. */
  readonly steps: readonly StepRun[];
}

interface StepRun {
  readonly name: string;
  readonly result: Result;
}

type Result = "success" | "failure";

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
function readLog(log: string): ActRun {
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
