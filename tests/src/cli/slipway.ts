import { cpSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { execa } from "execa";
import type * as Program from "../../../src/cli/program.js";
import { temporaryFolder } from "../delivery/temporary-folder.js";

const PROJECT = path.join(__dirname, "../../..");
const load = createRequire(__filename);

/** What a command line did. */
interface Outcome {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `slipway` in a process of its own, with nothing in its environment but where programs are, and `env`. */
export async function slipwayProcess(
  args: readonly string[],
  project = PROJECT,
  env: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  const { exitCode, stdout, stderr } = await execa(
    process.execPath,
    [path.join(project, "src/cli/slipway.mjs"), ...args],
    {
      cwd: project,
      env: { PATH: process.env["PATH"], ...env },
      extendEnv: false,
      stdin: "ignore",
      timeout: 15_000,
      reject: false,
    },
  );
  return { exitCode, stdout, stderr };
}

/** Where and how to run it. */
interface Surroundings {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** A copy of the project, whose own files it then reads and writes. */
  readonly project?: string;
}

/** Runs `slipway` within this process, which takes a hundredth of the time. One at a time. */
export async function slipway(
  args: readonly string[],
  { cwd = PROJECT, env = {}, project = PROJECT }: Surroundings = {},
): Promise<Outcome> {
  const { run } = load(path.join(project, "src/cli/program.ts")) as typeof Program;
  const { log, error } = console;
  const before = { cwd: process.cwd(), env: process.env, exitCode: process.exitCode };
  const printed = { stdout: [] as unknown[], stderr: [] as unknown[] };
  console.log = (text: unknown) => printed.stdout.push(text);
  console.error = (text: unknown) => printed.stderr.push(text);
  process.chdir(cwd);
  process.env = { PATH: before.env["PATH"], ...env };
  process.exitCode = 0;
  try {
    await run(args);
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

/** A copy of the project, to be changed; below a folder of its own. It shares node_modules. */
export function projectCopy(): string {
  const copy = path.join(temporaryFolder(), "slipway");
  const rooms = ["src", "systems"];
  const files = [
    "tools/local/dependencies.mjs",
    "tools/local/path.ts",
    "package.json",
    "package-lock.json",
    "tsconfig.json",
  ];
  for (const name of [...rooms, ...files]) {
    cpSync(path.join(PROJECT, name), path.join(copy, name), { recursive: true });
  }
  symlinkSync(path.join(PROJECT, "node_modules"), path.join(copy, "node_modules"));
  return copy;
}
