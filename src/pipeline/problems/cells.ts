import type { Literal, Reference } from "../possible-values.js";
import type { Cell } from "../../catalogue/workflow-model.js";
import type { ParsedJob } from "./parsed-workflow.js";

/** The cells of a job; one empty cell if it has no matrix. */
export function cellsOf({ job }: ParsedJob): readonly Cell[] {
  return job.matrix?.cells ?? [{}];
}

/** A matrix field's value in one cell: null if the cell lacks it, undefined if it contains an expression. */
export function fieldOf(cell: Cell, [context, name, ...more]: Reference): Literal | undefined {
  if (context !== "matrix" || name === undefined || name === "*" || more.length > 0) return undefined;
  const value = cell[name] ?? null;
  return value?.includes("${{") === true ? undefined : value;
}
