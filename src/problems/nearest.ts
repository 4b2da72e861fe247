import { closest, distance } from "fastest-levenshtein";

/** The known name that a mistyped one most resembles; `undefined` where none is near enough to suggest. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const best = closest(name, known);
  return distance(name, best) <= Math.max(2, name.length / 3) ? best : undefined;
}
