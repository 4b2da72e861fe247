import { execa } from "execa";
import { median } from "./figure.js";

/** A run of a program whose last output is its peak memory. */
export interface Run {
  readonly seconds: number;
  readonly peakMegabytes: number;
}

/** Runs programs in turn, A B A B …, so that a drifting machine affects both; medians of `rounds`. */
export async function alternate(programs: readonly [string, ...string[]][], rounds: number): Promise<Run[]> {
  const runs: Run[][] = programs.map(() => []);
  for (let round = -1; round < rounds; round++) {
    for (const [index, program] of programs.entries()) {
      const run = await runOnce(program);
      // The first round fills the caches of disk and tsx, and does not count.
      if (round >= 0) runs[index]?.push(run);
    }
  }
  return runs.map((list) => ({
    seconds: median(list.map(({ seconds }) => seconds)),
    peakMegabytes: median(list.map(({ peakMegabytes }) => peakMegabytes)),
  }));
}

async function runOnce([program, ...args]: readonly [string, ...string[]]): Promise<Run> {
  const started = performance.now();
  const kilobytes = await measuredBy(program, args);
  const seconds = (performance.now() - started) / 1000;
  return { seconds, peakMegabytes: kilobytes / 1024 };
}

/**
 * The number that a program prints as its last line, after possible output of Pulumi. @throws Error for anything else.
 */
export async function measuredBy(program: string, args: readonly string[]): Promise<number> {
  const { stdout } = await execa(program, args);
  const last = stdout.trim().split("\n").at(-1) ?? "";
  const measured = Number(last);
  if (last === "" || Number.isNaN(measured))
    throw new Error(`${args.join(" ")} should end with a number: ${last}`);
  return measured;
}
