import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { obtain } from "../../../tools/local/obtain.js";
import { parts } from "../../../tools/local/parts.js";
import { type ActRun, readLog } from "./act-log.js";
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
