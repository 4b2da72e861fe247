import pc from "picocolors";
import { UserError } from "../../src/problems/user-error.js";
import { Progress } from "./progress.js";
import { elapsed } from "./quantities.js";

/** Seconds between two signs of life. */
const interval = 15;

const progress = new Progress();
let timer: NodeJS.Timeout | undefined;

/** Tells the user what happens, a line at a time: works on a terminal, in a pipe and in a CI log alike. */
export const report = {
  /** A fact: what was found, made or chosen. */
  say: (line: string): void => {
    console.log(`  ${line}`);
  },

  /** Something the user should know though the run goes on. */
  note: (line: string): void => {
    console.log(`${pc.yellow("!")} ${line}`);
  },

  /** Announces a step that is to come, and the seconds that it takes on two cores with nothing else running. */
  expect: (title: string, seconds: number): void => {
    progress.expect(title, seconds);
  },

  /**
   * Runs a step: its title when it begins; at its end its time, and how many steps are done and how long the others
   * take. While steps last, one line every 15 s says which, with what `say` has to say of this one.
   */
  async step<T>(title: string, work: () => Promise<T>, say?: () => readonly string[]): Promise<T> {
    const begun = Date.now();
    console.log(`${pc.cyan("→")} ${title}`);
    progress.begin(title, begun, say);
    timer ??= setInterval(signOfLife, interval * 1000).unref();
    const result = await work();
    const now = Date.now();
    progress.end(title, now);
    console.log(
      `${pc.green("✓")} ${title} (${elapsed(now - begun)}) ${pc.dim(`· ${progress.summary(now)}`)}`,
    );
    return result;
  },
};

function signOfLife(): void {
  const now = Date.now();
  const running = progress.running(now);
  if (running.length === 0) return;
  for (const line of progress.signs()) console.log(pc.dim(`  … ${line}`));
  console.log(pc.dim(`  … ${[...running, progress.summary(now)].join(" · ")}`));
}

/** A mistake that a person can correct: what is wrong, then indented lines of detail, the last of them with the fix. */
export function userError(what: string, ...details: readonly string[]): UserError {
  return new UserError([what, ...details].join("\n  "));
}

/** The lines to print for an error: a user's problem as it is, a full disk by name, anything else with its stack. */
export function describeError(error: unknown): readonly string[] {
  if (error instanceof UserError) return error.message.split("\n");
  if (isFullDisk(error)) {
    return [
      "The disk is full.",
      `  ${error.message}`,
      "  Fix: free some space (`npm run down -- --all` removes all that this project keeps on the machine), then run the command again.",
    ];
  }
  return [error instanceof Error ? (error.stack ?? error.message) : String(error)];
}

function isFullDisk(error: unknown): error is Error {
  return error instanceof Error && /ENOSPC|EDQUOT|no space left on device/i.test(error.message);
}

/** Runs a command of the local tool chain; a failure is printed and becomes exit status 1. */
export async function runCommand(command: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await command();
  } catch (error) {
    const [first = "", ...rest] = describeError(error);
    console.error([`${pc.red("✗")} ${first}`, ...rest].join("\n"));
    // What other steps have begun ends with this process.
    process.exit(1);
  }
}
