import { existsSync } from "node:fs";
import { copyFile, mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import * as v from "valibot";
import { directories, project } from "./directories.js";
import { UserError } from "./errors.js";
import { startTime } from "./processes.js";
import { pulumiDirectories } from "./pulumi.js";

/** Variables of a child process; undefined means unset. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The stack that `npm run up` brings up. */
export const stackName = "local";

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
  if (existsSync(stateFile)) return "already there";
  for (const args of [["--create"], []]) {
    // First where the salt is to go, then in the project, so that plain `pulumi` commands have it selected.
    const result = await execa("pulumi", ["stack", "select", ...args, stackName], {
      cwd: args.length > 0 ? copy : project,
      env: environment,
      stdin: "ignore",
      reject: false,
    });
    if (result.failed)
      throw new UserError(`Pulumi could not make stack ${stackName}:`, result.stderr.trim().split("\n"));
  }
  return "made";
}

/** A stack's configuration with the salt that an earlier copy of it holds, unless it has one itself. */
export function withSalt(source: string, before: string): string {
  const salt = /^encryptionsalt:.*$/m;
  const found = salt.exec(before)?.[0];
  if (found === undefined || salt.test(source)) return source;
  return `${source.trimEnd()}\n${found}\n`;
}

const registry = v.variant("kind", [
  v.object({ kind: v.literal("local"), address: v.string() }),
  v.object({ kind: v.literal("cloud") }),
]);
const values = v.object({
  "slipway:registry": v.optional(v.object({ objectValue: registry })),
  "slipway:builder": v.optional(v.object({ value: v.string() })),
  "slipway:checkouts": v.optional(v.object({ objectValue: v.record(v.string(), v.string()) })),
});

/** What the local tool chain has to know of the stack's configuration. The program checks the rest. */
export interface ToolChainConfiguration {
  /** Address of the local registry, or undefined if the stack pushes elsewhere. */
  readonly registry: string | undefined;
  readonly builder: string;
  /** System → folder of its sources, relative to the project. */
  readonly checkouts: Readonly<Record<string, string>>;
}

/** Reads it the way Pulumi does, defaults included. */
export async function readToolChainConfiguration(environment: Environment): Promise<ToolChainConfiguration> {
  const args = ["config", "--json", "--stack", stackName, "--config-file", configurationFile];
  const result = await execa("pulumi", args, { cwd: project, env: environment, reject: false });
  if (result.failed)
    throw new UserError("Pulumi could not read the configuration:", result.stderr.trim().split("\n"));
  return interpretConfiguration(result.stdout);
}

/** Interprets the JSON of `pulumi config`. */
export function interpretConfiguration(json: string): ToolChainConfiguration {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), values), json);
  if (!parsed.success) {
    throw new UserError(
      "slipway:registry, slipway:builder or slipway:checkouts does not have the expected form.",
      [
        `Where: Pulumi.${stackName}.yaml.`,
        "Expected: slipway:registry as { kind: local, address: HOST:PORT } or { kind: cloud }, slipway:builder as a name, slipway:checkouts as { SYSTEM: FOLDER }.",
        ...(v.flatten(parsed.issues).root ?? []),
      ],
    );
  }
  const chosen = parsed.output["slipway:registry"]?.objectValue;
  return {
    registry: chosen?.kind === "local" ? chosen.address : undefined,
    builder: parsed.output["slipway:builder"]?.value ?? "default",
    checkouts: parsed.output["slipway:checkouts"]?.objectValue ?? {},
  };
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
      throw new UserError(`Another pulumi (process ${note.output.pid}) is at work on stack ${stackName}.`, [
        "Fix: wait for it, or end it, and run the command again.",
      ]);
    }
    await execa("pulumi", ["cancel", "--yes", "--stack", stackName], {
      cwd: project,
      env: environment,
      reject: false,
    });
    done.push("a lock left by a killed run was removed");
    break;
  }
  if (hasPendingOperations(await readFile(stateFile, "utf8").catch(() => ""))) {
    const args = ["refresh", "--yes", "--skip-preview", "--clear-pending-creates", "--stack", stackName];
    await execa("pulumi", [...args, "--config-file", configurationFile], {
      cwd: project,
      env: environment,
      reject: false,
    });
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
