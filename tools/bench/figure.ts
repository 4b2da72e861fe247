/** A measured figure: the ratio of two measurements of one run, and its bound. */
export interface Figure {
  readonly suite: string;
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

/** The median; the upper one of two. */
export function median(values: readonly number[]): number {
  const middle = values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
  if (middle === undefined) throw new Error("a median needs at least one value");
  return middle;
}
