import { statSync } from "node:fs";
import { nearest } from "../problems/nearest.js";
import type { Problem } from "../problems/problem.js";
import { UserError } from "../problems/user-error.js";

/** A mistake on the command line, or in its environment, which `place` names. */
export class UsageError extends UserError {
  constructor(problems: readonly Problem[], place = "on the command line; nothing was done") {
    super(problems, place);
  }
}

/** An argument that is none of the known names. `otherwise`: the fix if it resembles none of them. */
export function unknownName(
  where: string,
  name: string,
  known: readonly string[],
  otherwise: string,
  of = "one of",
): Problem {
  const meant = nearest(name, known);
  return {
    where,
    expected: `${of} ${known.join(", ")}`,
    found: JSON.stringify(name),
    fix: meant === undefined ? otherwise : `perhaps you meant ${meant}`,
  };
}

/** What is wrong with the folder of a checkout; `undefined` if it exists. */
export function missingFolder(where: string, folder: string): Problem | undefined {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true) return undefined;
  const fix = "clone the repository there, or name the folder where it is";
  return { where, expected: "the folder of a checkout", found: JSON.stringify(folder), fix };
}
