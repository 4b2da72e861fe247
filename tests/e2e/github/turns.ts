/** Lets the calls of several runs through one at a time, in an order that is chosen beforehand. */
export class Turns {
  private readonly waiting = new Map<string, (() => void)[]>();
  private taken = 0;

  /** Which run's turn it is is chosen by these numbers, one after the other and then from the first again. */
  constructor(
    private readonly choices: readonly number[],
    runs: readonly string[],
  ) {
    for (const run of runs) this.waiting.set(run, []);
  }

  /** Resolves when it is the run's turn. */
  async next(run: string): Promise<void> {
    await new Promise<void>((resolve) => {
      this.waiting.get(run)?.push(resolve);
      this.release();
    });
  }

  /** The run has come to its end. */
  leave(run: string): void {
    this.waiting.delete(run);
    this.release();
  }

  /** As long as one of the runs is not at a call, nobody goes: whether it came first would be left to chance. */
  private release(): void {
    const runs = [...this.waiting.values()];
    if (runs.length === 0 || runs.some((calls) => calls.length === 0)) return;
    const choice = this.choices[this.taken % this.choices.length] ?? 0;
    this.taken += 1;
    runs[choice % runs.length]?.shift()?.();
  }
}
