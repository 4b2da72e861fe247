import { execa } from "execa";

/** A measured figure: the ratio of two measurements of one run, and its bound. */
export interface Figure {
  readonly name: string;
  /** The measured value, with its unit. */
  readonly subject: string;
  /** The value to compare with, from the same run. */
  readonly floor: string;
  /** subject ÷ floor. */
  readonly ratio: number;
  readonly reach: Reach;
}

/** The bound of a ratio. */
export type Reach =
  | { readonly kind: "at most"; readonly bound: number }
  | { readonly kind: "at least"; readonly bound: number }
  /** It is stated, and nothing is asked of it. */
  | { readonly kind: "none" };

export const atMost = (bound: number): Reach => ({ kind: "at most", bound });
export const atLeast = (bound: number): Reach => ({ kind: "at least", bound });

/** Whether a figure keeps its bound. */
export function isReached({ ratio, reach }: Figure): boolean {
  switch (reach.kind) {
    case "at most":
      return ratio <= reach.bound;
    case "at least":
      return ratio >= reach.bound;
    case "none":
      return true;
    default:
      return reach satisfies never;
  }
}

/** Compares two measurements in one unit; `than` says, after its value, what the floor is. */
export function compare(
  name: string,
  [subject, floor]: readonly [subject: number, floor: number],
  {
    unit,
    than,
    reach,
  }: { readonly unit: (value: number) => string; readonly than: string; readonly reach: Reach },
): Figure {
  return { name, subject: unit(subject), floor: `${unit(floor)} ${than}`, ratio: subject / floor, reach };
}

export const seconds = (value: number) => `${value.toFixed(1)} s`;
export const precisely = (value: number) => `${value.toFixed(2)} s`;
export const milliseconds = (value: number) => `${value.toFixed(1)} ms`;
export const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;

/** Measures in turn, A B A B …, so that a drifting machine affects all; what each gave, by round. */
export async function inTurn<Value>(
  rounds: number,
  measures: readonly (() => Promise<Value>)[],
): Promise<Value[][]> {
  const values = measures.map((): Value[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, measure] of measures.entries()) values[index]?.push(await measure());
  }
  return values;
}

/**
 * The number that a program of Node prints as its last line, after possible output of Pulumi. @throws Error for
 * anything else.
 */
export async function printedBy(args: readonly string[]): Promise<number> {
  const { stdout } = await execa("node", args);
  const last = stdout.trim().split("\n").at(-1) ?? "";
  const measured = Number(last);
  if (last === "" || Number.isNaN(measured))
    throw new Error(`${args.join(" ")} should end with a number: ${last}`);
  return measured;
}

/** The median; the upper one of two. */
export function median(values: readonly number[]): number {
  const middle = values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
  if (middle === undefined) throw new Error("a median needs at least one value");
  return middle;
}
