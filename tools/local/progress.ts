import { elapsed } from "./quantities.js";

interface Step {
  /** What it takes on two cores with nothing else running. */
  readonly seconds: number;
  readonly begun?: number;
  readonly ended?: number;
  /** What it has to say for itself while it goes on. */
  readonly say?: () => readonly string[];
}

/** Seconds to expect of a step that nobody announced. */
const UNANNOUNCED = 5;

/** Seconds after which the work done tells the pace of this machine. */
const ENOUGH = 60;

/**
 * The steps of one run: which are done, which go on, and how long the rest takes. Steps may go on at the same time, in
 * which case they share the machine. Times are milliseconds.
 */
export class Progress {
  private readonly steps = new Map<string, Step>();

  /** Announces a step that is to come. */
  expect(title: string, seconds: number): void {
    if (!this.steps.has(title)) this.steps.set(title, { seconds });
  }

  begin(title: string, now: number, say: () => readonly string[] = () => []): void {
    this.steps.set(title, { seconds: this.steps.get(title)?.seconds ?? UNANNOUNCED, begun: now, say });
  }

  end(title: string, now: number): void {
    const step = this.steps.get(title);
    if (step !== undefined) this.steps.set(title, { ...step, ended: now });
  }

  /** Every step that goes on, with its time so far: `Get pulumi 3.256.0 (45 s)`. */
  running(now: number): readonly string[] {
    return [...this.steps].flatMap(([title, { begun, ended }]) =>
      begun !== undefined && ended === undefined ? `${title} (${elapsed(now - begun)})` : [],
    );
  }

  /** What the steps that go on have to say. */
  signs(): readonly string[] {
    return [...this.steps.values()].flatMap(({ ended, say }) => (ended === undefined && say ? say() : []));
  }

  /** `2 of 7 done, about 4 min left`; the time is left out where nothing was announced. */
  summary(now: number): string {
    const steps = [...this.steps.values()];
    const done = steps.filter(({ ended }) => ended !== undefined);
    const left = this.secondsLeft(now);
    const time =
      left === undefined ? "" : `, about ${left < 60 ? "1 min" : `${Math.round(left / 60)} min`} left`;
    return `${done.length} of ${steps.length} done${time}`;
  }

  /**
   * What the unfinished steps are expected to take, at the pace of this run so far: a busy machine takes longer, a fast
   * one less.
   */
  private secondsLeft(now: number): number | undefined {
    const steps = [...this.steps.values()];
    const unfinished = steps.filter(({ ended }) => ended === undefined);
    const running = unfinished.filter(({ begun }) => begun !== undefined);
    const first = Math.min(...steps.map(({ begun }) => begun ?? now));
    if (unfinished.length === 0) return undefined;
    const done = sum(steps.filter(({ ended }) => ended !== undefined).map(({ seconds }) => seconds));
    // A step that takes longer than expected is at most two thirds done: it goes on for half its time so far.
    const partly = sum(
      running.map(({ seconds, begun = now }) =>
        Math.min((2 / 3) * seconds, (now - begun) / 1000 / running.length),
      ),
    );
    const elapsedSeconds = (now - first) / 1000;
    const pace = elapsedSeconds >= ENOUGH ? elapsedSeconds / (done + partly) : 1;
    return (sum(unfinished.map(({ seconds }) => seconds)) - partly) * pace;
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
