import { unknownName, UsageError } from "./usage-error.js";

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
    throw new UsageError(unknown.map((name) => unknownName("SYSTEM", name, known, "name one of these")));
  }
  return names.length === 0 ? all : all.filter(({ name }) => names.includes(name));
}
