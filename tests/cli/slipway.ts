import { cpSync, symlinkSync } from "node:fs";
import path from "node:path";
import { execa } from "execa";
import { temporaryFolder } from "../delivery/temporary-folder.js";

const PROJECT = path.join(__dirname, "..", "..");

/** Runs `slipway` with nothing in its environment but where programs are. */
export async function slipway(
  args: readonly string[],
  {
    project = PROJECT,
    cwd = project,
    env = {},
  }: { project?: string; cwd?: string; env?: Readonly<Record<string, string>> } = {},
): Promise<{ exitCode: number | undefined; stdout: string; stderr: string }> {
  const { exitCode, stdout, stderr } = await execa(
    process.execPath,
    [path.join(project, "cli/slipway.mjs"), ...args],
    {
      cwd,
      env: { PATH: process.env["PATH"], ...env },
      extendEnv: false,
      stdin: "ignore",
      timeout: 15_000,
      reject: false,
    },
  );
  return { exitCode, stdout, stderr };
}

/** A copy of the project, to be changed; below a folder of its own. It shares node_modules. */
export function projectCopy(): string {
  const copy = path.join(temporaryFolder(), "slipway");
  const rooms = ["cli", "config", "delivery", "drift", "pins", "plan", "systems", "workflows"];
  const files = ["engine/dependencies.mjs", "package.json", "package-lock.json", "tsconfig.json"];
  for (const name of [...rooms, ...files]) {
    cpSync(path.join(PROJECT, name), path.join(copy, name), { recursive: true });
  }
  symlinkSync(path.join(PROJECT, "node_modules"), path.join(copy, "node_modules"));
  return copy;
}
