import pc from "picocolors";
import { UserError } from "./errors.js";

/** Seconds between two signs of life of a long step. */
const interval = 15;

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

  /**
   * Runs a step: its title when it begins, a sign of life every 15 s while it lasts, its time at the end.
   * `signs` gives better signs of life than the title.
   */
  async step<T>(title: string, work: () => Promise<T>, signs?: () => readonly string[]): Promise<T> {
    const begun = Date.now();
    console.log(`${pc.cyan("→")} ${title}`);
    const timer = setInterval(() => {
      const lines = signs?.() ?? [];
      const own = `${title} (${elapsed(Date.now() - begun)})`;
      for (const line of lines.length === 0 ? [own] : lines) console.log(pc.dim(`  … ${line}`));
    }, interval * 1000);
    try {
      const result = await work();
      console.log(`${pc.green("✓")} ${title} (${elapsed(Date.now() - begun)})`);
      return result;
    } finally {
      clearInterval(timer);
    }
  },
};

/** A duration for people: 0.4 s, 12 s, 3 min 05 s. */
export function elapsed(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, "0")} s`;
}

/** A size for people, in decimal units as registries state them: 812 B, 6.9 MB. */
export function bytes(count: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  const power = count < 1 ? 0 : Math.min(Math.floor(Math.log10(count) / 3), units.length - 1);
  const value = count / 1000 ** power;
  return `${power === 0 ? String(value) : value.toFixed(1)} ${units[power] ?? ""}`;
}

/** The lines to print for an error: a user's problem as it is, a full disk by name, anything else with its stack. */
export function describeError(error: unknown): readonly string[] {
  if (error instanceof UserError) return [error.message, ...error.details.map((line) => `  ${line}`)];
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
    process.exitCode = 1;
  }
}
