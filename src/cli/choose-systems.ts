import { nearest } from "../problems/nearest.js";
import { UsageError } from "./exit.js";

/**
 * The systems of the given names, in catalogue order; all if none is named.
 *
 * @throws UsageError that lists every unknown name.
 */
export function chooseSystems<Named extends { readonly name: string }>(
  names: readonly string[],
  all: readonly Named[],
): readonly Named[] {
  const known = all.map(({ name }) => name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new UsageError(
      unknown.map((name) => {
        const meant = nearest(name, known);
        return {
          where: "SYSTEM",
          expected: `one of ${known.join(", ")}`,
          found: JSON.stringify(name),
          fix: meant === undefined ? "name one of these" : `perhaps you meant ${meant}`,
        };
      }),
    );
  }
  return names.length === 0 ? all : all.filter(({ name }) => names.includes(name));
}
