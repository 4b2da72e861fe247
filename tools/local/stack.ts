import { existsSync } from "node:fs";
import { copyFile, mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import * as v from "valibot";
import type { Configuration } from "../../src/configuration/configuration.js";
import { readConfiguration } from "../../src/configuration/read.js";
import { readStackFile } from "../../src/configuration/stack-file.js";
import { catalogue } from "../../systems/index.js";
import { directories, project } from "./directories.js";
import { refuse } from "../../src/problems/user-error.js";
import { startTime } from "./processes.js";
import { pulumiDirectories } from "./pulumi.js";
import { userError } from "./step-report.js";

/** Variables of a child process; undefined means unset. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The stack that `npm run up` brings up. */
export const stackName = "local";

/** The stack's configuration, as the program reads it. @throws UserError with every problem of it. */
export function localStack(): Configuration {
  const file = `Pulumi.${stackName}.yaml`;
  const { configuration, problems } = readConfiguration(readStackFile(join(project, file)), catalogue);
  refuse(problems, `in ${file}; nothing was changed`);
  return configuration;
}

/**
 * A copy of the stack's configuration outside the repository. Pulumi adds the salt of the machine's own passphrase
 * to a stack's file, which is under version control; with the copy, bringing a stack up changes no file there.
 */
const copy = join(directories.state, "stack");
export const configurationFile = join(copy, `Pulumi.${stackName}.yaml`);

const stateFile = join(pulumiDirectories.backend, ".pulumi", "stacks", "slipway", `${stackName}.json`);

/** Copies the configuration and makes the stack if it is not there. */
export async function ensureStack(environment: Environment): Promise<"made" | "already there"> {
  await mkdir(copy, { recursive: true });
  await copyFile(join(project, "Pulumi.yaml"), join(copy, "Pulumi.yaml"));
  const source = await readFile(join(project, `Pulumi.${stackName}.yaml`), "utf8");
  const before = await readFile(configurationFile, "utf8").catch(() => "");
  await writeFile(configurationFile, withSalt(source, before));
  if (isBroughtUp()) return "already there";
  // First where the salt is to go, then in the project, so that plain `pulumi` commands have it selected.
  for (const [folder, ...flags] of [[copy, "--create"], [project]] as const) {
    const result = await pulumi(environment, ["stack", "select", ...flags, stackName], folder);
    const said = result.stderr.trim().split("\n");
    if (result.failed) throw userError(`Pulumi could not make stack ${stackName}:`, ...said);
  }
  return "made";
}

function pulumi(environment: Environment, args: readonly string[], cwd: string = project) {
  return execa("pulumi", args, { cwd, env: environment, stdin: "ignore", reject: false });
}

/** Whether the stack has a state, so that bringing it up again is quick. */
export function isBroughtUp(): boolean {
  return existsSync(stateFile);
}

/** A stack's configuration with the salt that an earlier copy of it holds, unless it has one itself. */
export function withSalt(source: string, before: string): string {
  const salt = /^encryptionsalt:.*$/m;
  const found = salt.exec(before)?.[0];
  if (found === undefined || salt.test(source)) return source;
  return `${source.trimEnd()}\n${found}\n`;
}

const lockNote = v.object({ pid: v.number(), hostname: v.string() });

/**
 * Undoes what a killed `pulumi` left: its lock on the stack, if that process is gone, and operations that it
 * recorded as begun. Returns what was done, in words.
 */
export async function recoverStack(environment: Environment): Promise<readonly string[]> {
  const done: string[] = [];
  const folder = join(pulumiDirectories.backend, ".pulumi", "locks", "organization", "slipway", stackName);
  for (const name of await readdir(folder).catch(() => [])) {
    const text = await readFile(join(folder, name), "utf8").catch(() => "");
    const note = v.safeParse(v.pipe(v.string(), v.parseJson(), lockNote), text);
    if (note.success && note.output.hostname === hostname() && startTime(note.output.pid) !== undefined) {
      throw userError(
        `Another pulumi (process ${note.output.pid}) is at work on stack ${stackName}.`,
        "Fix: wait for it, or end it, and run the command again.",
      );
    }
    await pulumi(environment, ["cancel", "--yes", "--stack", stackName]);
    done.push("a lock left by a killed run was removed");
    break;
  }
  if (hasPendingOperations(await readFile(stateFile, "utf8").catch(() => ""))) {
    const args = ["refresh", "--yes", "--skip-preview", "--clear-pending-creates", "--stack", stackName];
    await pulumi(environment, [...args, "--config-file", configurationFile]);
    done.push("operations that a killed run had begun were cleared");
  }
  return done;
}

const pending = v.object({
  checkpoint: v.object({
    latest: v.nullish(v.object({ pending_operations: v.nullish(v.array(v.unknown())) })),
  }),
});

/** Whether a stack's state records operations as begun and not ended. */
export function hasPendingOperations(state: string): boolean {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), pending), state);
  return parsed.success && (parsed.output.checkpoint.latest?.pending_operations?.length ?? 0) > 0;
}
