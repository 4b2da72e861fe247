/** One measured figure: a ratio of two things measured in the same run, and what it should reach. */
export interface Figure {
  readonly suite: string;
  readonly name: string;
  /** What was measured, in words with its unit. */
  readonly subject: string;
  /** What it is held against, measured in the same run. */
  readonly floor: string;
  /** subject ÷ floor. */
  readonly ratio: number;
  readonly reach: Reach;
}

/** The bound a ratio should keep. */
export type Reach =
  | { readonly kind: "at most"; readonly bound: number }
  | { readonly kind: "at least"; readonly bound: number }
  /** It is stated, and nothing is asked of it. */
  | { readonly kind: "none" };

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

/** The middle value; of two middle ones the upper. */
export function median(values: readonly number[]): number {
  const middle = values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
  if (middle === undefined) throw new Error("a median needs at least one value");
  return middle;
}
