import path from "node:path";
import { execa } from "execa";
import { run } from "../../../src/cli/command-line.js";
import type { Project } from "../../../src/cli/project.js";
import { fixtureCatalogue, fixtureFolder } from "../../fixture-catalogue/index.js";

const PROJECT = path.join(__dirname, "../../..");

/** What a command line did. */
interface Outcome {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `slipway` in a process of its own, on the made-up systems, with nothing in its environment but PATH and `env`. */
export async function slipwayProcess(
  args: readonly string[],
  { project = PROJECT, env = {} }: { project?: string; env?: Readonly<Record<string, string>> } = {},
): Promise<Outcome> {
  const command = ["--require", "tsx/cjs", "tests/fixture-catalogue/slipway.ts", ...args];
  const { exitCode, stdout, stderr } = await execa(process.execPath, command, {
    cwd: project,
    env: { PATH: process.env["PATH"], ...env },
    extendEnv: false,
    stdin: "ignore",
    timeout: 15_000,
    reject: false,
  });
  return { exitCode, stdout, stderr };
}

/** Where it runs, and on what; by default the made-up systems. */
interface Surroundings extends Partial<Project> {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs `slipway` within this process, which takes a hundredth of the time. One at a time. */
export async function slipway(
  args: readonly string[],
  { cwd = PROJECT, env = {}, catalogue = fixtureCatalogue, folder = fixtureFolder }: Surroundings = {},
): Promise<Outcome> {
  const { log, error } = console;
  const before = { cwd: process.cwd(), env: process.env, exitCode: process.exitCode };
  const printed = { stdout: [] as unknown[], stderr: [] as unknown[] };
  console.log = (text: unknown) => printed.stdout.push(text);
  console.error = (text: unknown) => printed.stderr.push(text);
  process.chdir(cwd);
  process.env = { PATH: before.env["PATH"], ...env };
  process.exitCode = 0;
  try {
    await run(args, { catalogue, folder });
    return {
      exitCode: process.exitCode,
      stdout: printed.stdout.join("\n"),
      stderr: printed.stderr.join("\n"),
    };
  } finally {
    process.chdir(before.cwd);
    process.env = before.env;
    process.exitCode = before.exitCode;
    console.log = log;
    console.error = error;
  }
}
