import { link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import * as v from "valibot";
import { isRunning, ownIdentity, processIdentity, type ProcessIdentity } from "./processes.js";

/** Milliseconds between two looks at a lock that another process holds. */
const interval = 250;

/**
 * Runs `work` while no other process does so under the same lock file. The file names its holder, so a lock
 * left by a killed run is taken over at once.
 *
 * @param onWait called once, with the holder, when there is a wait.
 */
export async function withLock<T>(
  file: string,
  work: () => Promise<T>,
  onWait?: (holder: ProcessIdentity) => void,
): Promise<T> {
  await mkdir(dirname(file), { recursive: true });
  const self = ownIdentity();
  const claim = `${file}.${self.pid}`;
  await writeFile(claim, JSON.stringify(self));
  try {
    await acquire(file, claim, onWait);
  } finally {
    await rm(claim, { force: true });
  }
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}

async function acquire(
  file: string,
  claim: string,
  onWait?: (holder: ProcessIdentity) => void,
): Promise<void> {
  let told = false;
  for (;;) {
    // A link appears with its content, so nobody ever reads a half-written lock.
    if (await linked(claim, file)) return;
    const holder = await readHolder(file);
    if (holder === undefined) continue;
    if (!isRunning(holder)) {
      await clear(file, claim);
      continue;
    }
    if (!told) onWait?.(holder);
    told = true;
    await sleep(interval);
  }
}

/**
 * Removes a lock whose holder was killed. Two runs may see the same dead holder: only the one that has the guard
 * looks again and removes, or the slower would remove the lock that the faster has just taken.
 */
async function clear(file: string, claim: string): Promise<void> {
  const guard = `${file}.takeover`;
  if (!(await linked(claim, guard))) {
    // Killed in these few milliseconds: as rare as it is, it must not block every later run.
    await removeStale(guard);
    await sleep(interval);
    return;
  }
  try {
    await removeStale(file);
  } finally {
    await rm(guard, { force: true });
  }
}

async function removeStale(file: string): Promise<void> {
  const holder = await readHolder(file);
  if (holder !== undefined && !isRunning(holder)) await rm(file, { force: true });
}

async function linked(claim: string, file: string): Promise<boolean> {
  try {
    await link(claim, file);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

/** Undefined if there is no such lock. One that a full disk cut short counts as held by a process that has ended. */
async function readHolder(file: string): Promise<ProcessIdentity | undefined> {
  const text = await readFile(file, "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  const holder = v.safeParse(v.pipe(v.string(), v.parseJson(), processIdentity), text);
  return holder.success ? holder.output : { pid: 0, started: "" };
}
