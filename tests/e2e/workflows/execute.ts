import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import * as v from "valibot";
import { parse } from "yaml";
import { actionInterfaces } from "../../../tools/checks/workflows/action-interfaces.js";
import { ensureDebianPrograms } from "../../../tools/local/debian.js";
import { type ActRun, runAct } from "./act.js";
import { answer } from "./answers.js";
import type { Happening } from "./events.js";
import { type Answer, type Call, openStage } from "./stage.js";
import { writeFakeActions } from "./fake-actions.js";

/** What is given to a run beside the workflow and what happens. */
export interface ExecuteOptions {
  /** Folder that actions/checkout takes the sources from. Default: none, the checkout is empty. */
  readonly sources?: string;
  /** Actions variables of the repository. Default: none. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Secrets of the repository, beside the job's own token. A pull request from a fork has none. Default: none. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Answers in place of the usual ones: a failure, an output. Undefined: the usual one. */
  readonly play?: (call: Call) => Promise<Answer | undefined> | Answer | undefined;
}

/** What was seen of a workflow. */
export interface Execution extends ActRun {
  /** Every call of an action, and of a program that is stood in for, in the order in which they began. */
  readonly calls: readonly Call[];
}

/** The job's own token, as in place of the one that GitHub makes. */
export const TOKEN = "ghs_0000000000000000000000000000000000token";

/**
 * Programs that scripts may call and that must not act on this machine or reach out. Each does nothing, and is told
 * of, unless `play` answers otherwise; all else that scripts call is real.
 */
const PROGRAMS = [
  "apt-get",
  "aws",
  "cargo",
  "cosign",
  "curl",
  "docker",
  "npm",
  "npx",
  "pulumi",
  "rustup",
  "sudo",
  "trivy",
];

/**
 * Lets something happen that starts a workflow file, and says what it did. Filters of branches, tags and paths are not
 * looked at: act has none. Scripts really run; every third-party action and the
 * programs above are fakes that write down what they were given (`calls`).
 *
 * @throws if a workflow uses an action that there is no fake of.
 */
export async function execute(
  workflow: string,
  happening: Happening,
  options: ExecuteOptions = {},
): Promise<Execution> {
  const { jobs } = v.parse(workflowFile, parse(workflow));
  requireFakes(jobs);
  // GitHub's machines have it, so scripts may call it.
  await ensureDebianPrograms([{ program: "jq", package: "jq", purpose: "run the scripts of workflows" }]);
  const folder = await mkdtemp(join(tmpdir(), "slipway-workflow-"));
  try {
    return await executeIn(folder, workflow, happening, options);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function executeIn(
  folder: string,
  workflow: string,
  happening: Happening,
  { sources, variables = {}, secrets = {}, play = () => undefined }: ExecuteOptions,
): Promise<Execution> {
  const fakes = await writeFakeActions(folder, PROGRAMS);
  const runner = await makeRunner(folder, fakes.programs);
  const scene = { event: happening.event, sources, artifacts: join(folder, "artifacts") };
  const stage = await openStage(folder, runner, async (call) => (await play(call)) ?? answer(call, scene));
  try {
    const run = await runAct({
      folder,
      workflow,
      happening,
      variables,
      secrets: { ...(happening.fork ? {} : secrets), GITHUB_TOKEN: TOKEN },
      fakes,
      environment: { ...runner, SLIPWAY_STAGE: stage.socket },
    });
    return { ...run, calls: stage.calls };
  } finally {
    await stage.close();
  }
}

/** The environment of GitHub's machine, with a home of its own and fakes before the real programs. */
async function makeRunner(folder: string, programs: string): Promise<Readonly<Record<string, string>>> {
  const home = join(folder, "home");
  await mkdir(home);
  return {
    HOME: home,
    PATH: [programs, dirname(process.execPath), "/usr/local/bin", "/usr/bin", "/bin"].join(delimiter),
    // What slips past the fakes and heeds a proxy finds no way out.
    HTTP_PROXY: NOWHERE,
    HTTPS_PROXY: NOWHERE,
    NO_PROXY: "localhost,127.0.0.1",
  };
}

/** A port that nothing listens on. */
const NOWHERE = "http://127.0.0.1:9";

const workflowFile = v.object({
  jobs: v.record(v.string(), v.object({ steps: v.array(v.object({ uses: v.optional(v.string()) })) })),
});

/** act would fetch what it has no fake of. */
function requireFakes(jobs: v.InferOutput<typeof workflowFile>["jobs"]): void {
  const known = Object.entries(actionInterfaces).map(([name, { commit }]) => `${name}@${commit}`);
  for (const [id, { steps }] of Object.entries(jobs)) {
    const unknown = steps.find(({ uses }) => uses !== undefined && !known.includes(uses));
    if (unknown?.uses === undefined) continue;
    throw new Error(
      `job ${id} uses ${unknown.uses}, which is not in src/catalogue/actions.ts; there is no fake of it`,
    );
  }
}
