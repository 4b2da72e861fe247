import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import * as v from "valibot";
import { directories } from "./directories.js";
import { userError } from "./step-report.js";

/** A running program for certain: process numbers are used again, a number with its start time is not. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it started, in the system's own notation: only ever compared for equality. */
  readonly started: string;
}

/** How an identity is written to a file. */
export const processIdentity = v.object({
  pid: v.pipe(v.number(), v.integer(), v.minValue(1)),
  started: v.string(),
});
const recorded = v.record(v.string(), processIdentity);

/** A daemon: what to start, and how to know it later. It is started again when its configuration changes. */
export interface Service {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Its configuration file, and what has to be in it. */
  readonly file: string;
  readonly config: string;
  readonly answers: () => Promise<boolean>;
}

/** Start time of a process, or undefined if there is none with that number. */
export function startTime(pid: number): string | undefined {
  try {
    if (process.platform === "linux") return readLinuxStartTime(readFileSync(`/proc/${pid}/stat`, "utf8"));
    const text = execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim();
    return text === "" ? undefined : text;
  } catch {
    return undefined;
  }
}

/**
 * Field 22 of /proc/PID/stat, ticks since boot; undefined for a process that has ended and was not yet collected
 * (state Z). The program's name in field 2 may hold blanks and brackets. Source: proc_pid_stat(5).
 */
export function readLinuxStartTime(stat: string): string | undefined {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return fields[0] === "Z" ? undefined : fields[19];
}

/** Whether exactly that process still runs. */
export function isRunning(process: ProcessIdentity): boolean {
  return startTime(process.pid) === process.started;
}

/** The identity of this very process. */
export function ownIdentity(): ProcessIdentity {
  return { pid: process.pid, started: startTime(process.pid) ?? "" };
}

/** The processes that a run started, kept in a file so that a later run ends these and no others. */
export class ProcessBook {
  constructor(private readonly file: string = join(directories.state, "processes.json")) {}

  /** Starts a service so that it outlives this process, with its output in `log`, and records it. */
  private async start({ name, command, args, env }: Service, log: string): Promise<void> {
    mkdirSync(dirname(log), { recursive: true });
    const output = openSync(log, "a");
    const child = spawn(command, args, {
      detached: true,
      stdio: ["ignore", output, output],
      env: { ...process.env, ...env },
    });
    closeSync(output);
    await once(child, "spawn");
    child.unref();
    const { pid = 0 } = child;
    await this.write({ ...(await this.read()), [name]: { pid, started: startTime(pid) ?? "" } });
  }

  /**
   * Starts a service, or finds it running with the same configuration. `prepare` runs before a start.
   *
   * @throws UserError with the end of its log where it does not answer within 30 seconds.
   */
  async ensure(service: Service, prepare: () => Promise<void>): Promise<"started" | "already running"> {
    const { name, file, config, answers } = service;
    if ((await this.running(name)) !== undefined) {
      if ((await readFile(file, "utf8").catch(() => "")) === config && (await answers()))
        return "already running";
      await this.stop(name);
    }
    await mkdir(dirname(file), { recursive: true });
    await prepare();
    await writeFile(file, config);
    const log = join(dirname(this.file), "logs", `${name}.log`);
    await this.start(service, log);
    for (let waited = 0; waited < 300; waited++) {
      if (await answers()) return "started";
      if ((await this.running(name)) === undefined) break;
      await sleep(100);
    }
    const tail = (await readFile(log, "utf8").catch(() => "")).trim().split("\n").slice(-4);
    await this.stop(name);
    throw userError(`${name} did not start.`, ...tail, `Its whole log: ${log}`);
  }

  /** The recorded process of that name, if it still runs. */
  async running(name: string): Promise<ProcessIdentity | undefined> {
    const found = (await this.read())[name];
    return found !== undefined && isRunning(found) ? found : undefined;
  }

  /** Names of all recorded processes, running or not. */
  async names(): Promise<readonly string[]> {
    return Object.keys(await this.read());
  }

  /** Ends a recorded process, politely for ten seconds, and forgets it. Returns whether it was running. */
  async stop(name: string): Promise<boolean> {
    const { [name]: found, ...rest } = await this.read();
    if (found === undefined) return false;
    const wasRunning = isRunning(found);
    if (wasRunning) await end(found);
    await this.write(rest);
    return wasRunning;
  }

  private async read(): Promise<Record<string, ProcessIdentity>> {
    try {
      return v.parse(recorded, JSON.parse(await readFile(this.file, "utf8")));
    } catch {
      // No file yet, or one that a full disk cut short: nothing is known to be ours.
      return {};
    }
  }

  private async write(processes: Record<string, ProcessIdentity>): Promise<void> {
    mkdirSync(dirname(this.file), { recursive: true });
    await writeFile(`${this.file}.new`, JSON.stringify(processes, undefined, 2));
    await rename(`${this.file}.new`, this.file);
  }
}

async function end(process_: ProcessIdentity): Promise<void> {
  process.kill(process_.pid, "SIGTERM");
  for (let waited = 0; waited < 100; waited++) {
    if (!isRunning(process_)) return;
    await sleep(100);
  }
  process.kill(process_.pid, "SIGKILL");
}
