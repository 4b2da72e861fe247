import { groupBy } from "../../catalogue/group-by.js";
import type { Problem } from "../../problems/problem.js";
import { runners, type Job, type Matrix } from "../../catalogue/workflow-model.js";
import type { ParsedWorkflow } from "./parsed-workflow.js";

const MATRIX_FIELD = /^\$\{\{ matrix\.([\w-]+) \}\}$/;

/** Jobs that GitHub starts from one matrix at most. */
const MAX_CELLS = 256;

/** Matrices too large for GitHub, cells that are not unique, and runners that GitHub does not host. */
export function matrixProblems({ jobs }: ParsedWorkflow): Problem[] {
  return jobs.flatMap(({ job, where }) => [
    ...(job.matrix === undefined
      ? []
      : [...sizeProblems(job.matrix, where), ...keyProblems(job.matrix, where)]),
    ...runnerProblems(job, where),
  ]);
}

function sizeProblems({ cells }: Matrix, where: string): Problem[] {
  if (cells.length <= MAX_CELLS) return [];
  return [
    {
      where: `${where}, matrix`,
      expected: `at most ${MAX_CELLS} cells (GitHub's limit)`,
      found: `${cells.length} cells`,
      fix: "divide its images among several workflows",
    },
  ];
}

function keyProblems({ cells, key }: Matrix, where: string): Problem[] {
  const values = cells.map((cell, index) => ({ cell: index + 1, value: cell[key] }));
  const missing = values.filter(({ value }) => value === undefined);
  const doubled = [...groupBy(values, ({ value }) => value)].filter(
    ([value, group]) => value !== undefined && group.length > 1,
  );
  return [
    ...missing.map(({ cell }) => ({
      where: `${where}, matrix, cell ${cell}`,
      expected: `the field ${key}, which identifies the cell`,
      found: "no such field",
      fix: `add ${key} to the cell`,
    })),
    ...doubled.map(([value, group]) => ({
      where: `${where}, matrix`,
      expected: `one cell for each ${key}`,
      found: `${JSON.stringify(value)} in cells ${group.map(({ cell }) => cell).join(" and ")}`,
      fix: `give each cell a ${key} of its own`,
    })),
  ];
}

/** Only runners hosted by GitHub: code of a pull request must not run on a machine of ours. */
function runnerProblems({ runsOn, matrix }: Job, where: string): Problem[] {
  const [, field] = MATRIX_FIELD.exec(runsOn) ?? [];
  const known: readonly string[] = runners;
  const wanted = field === undefined ? [runsOn] : (matrix?.cells ?? []).flatMap((cell) => cell[field] ?? []);
  return [...new Set(wanted)]
    .filter((runner) => !known.includes(runner))
    .map((runner) => ({
      where: `${where}, runsOn`,
      expected: `one of ${runners.join(", ")}, or a matrix field of them`,
      found: JSON.stringify(runner),
      fix: "name a runner that GitHub hosts; add it to the runners in src/catalogue/workflow-model.ts if it is a new one",
    }));
}
