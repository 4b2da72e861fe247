import { repeated } from "../../catalogue/group-by.js";
import { runnerFor, type Job, type Matrix } from "../../catalogue/workflow-model.js";
import { type Problem, unless } from "../../problems/problem.js";
import { possibleTexts, type Knowledge } from "../possible-values.js";
import { cellsOf, fieldOf, type ParsedJob, type ParsedWorkflow } from "./parsed-workflow.js";

const MATRIX_FIELD = /^\$\{\{ matrix\.([\w-]+) \}\}$/;

/** Jobs that GitHub starts from one matrix at most. */
const MAX_CELLS = 256;

const runners: readonly string[] = Object.values(runnerFor);

/** Matrices too large for GitHub, cells that are not unique, and runners that are not GitHub's or not the platform's. */
export function matrixProblems({ jobs }: ParsedWorkflow): Problem[] {
  return jobs.flatMap((parsed) => {
    const { job, where } = parsed;
    return [
      ...(job.matrix === undefined ? [] : cellProblems(job.matrix, where)),
      ...runnerProblems(job, where),
      ...platformProblems(parsed),
    ];
  });
}

function cellProblems({ cells, key }: Matrix, where: string): Problem[] {
  const values = cells.map((cell, index) => ({ cell: index + 1, value: cell[key] }));
  const given = values.filter(({ value }) => value !== undefined);
  return [
    ...unless(cells.length <= MAX_CELLS, {
      where: `${where}, matrix`,
      expected: `at most ${MAX_CELLS} cells (GitHub's limit)`,
      found: `${cells.length} cells`,
      fix: "divide its images among several workflows",
    }),
    ...values.flatMap(({ cell, value }) =>
      unless(value !== undefined, {
        where: `${where}, matrix, cell ${cell}`,
        expected: `the field ${key}, which identifies the cell`,
        found: "no such field",
        fix: `add ${key} to the cell`,
      }),
    ),
    ...repeated(given, ({ value }) => value).map(([value, group]) => ({
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
  const wanted = field === undefined ? [runsOn] : (matrix?.cells ?? []).flatMap((cell) => cell[field] ?? []);
  return [...new Set(wanted)].flatMap((runner) =>
    unless(runners.includes(runner), {
      where: `${where}, runsOn`,
      expected: `one of ${runners.join(", ")}, or a matrix field of them`,
      found: JSON.stringify(runner),
      fix: "name a runner that GitHub hosts; add it to the runners in src/catalogue/workflow-model.ts if it is a new one",
    }),
  );
}

/** Images built on a runner of another platform: that fails without an emulator and takes hours with one (user pain 23). */
function platformProblems(job: ParsedJob): Problem[] {
  return job.steps.flatMap(({ step, inputs, where }) => {
    const platforms = inputs.get("platforms");
    if (!("uses" in step) || step.uses !== "docker/build-push-action" || platforms === undefined) return [];
    const foreign = cellsOf(job).flatMap((cell) => {
      const knowledge: Knowledge = (reference) => fieldOf(cell, reference);
      const built = possibleTexts(platforms.template, knowledge).flatMap((text) => text.split(","));
      return possibleTexts(job.runsOn, knowledge).flatMap((runner) =>
        built.filter((platform) => isForeign(platform, runner)).map((platform) => `${platform} on ${runner}`),
      );
    });
    return [...new Set(foreign)].map((found) => ({
      where: `${where}, platforms`,
      expected: "each platform built on a runner of that platform",
      found,
      fix: "use multiPlatform() of src/pipeline/multi-platform.ts, or the platform's own runner",
    }));
  });
}

/** Platforms and runners that are known only in the run do not count. */
function isForeign(platform: string, runner: string): boolean {
  const own = new Map<string, string>(Object.entries(runnerFor)).get(platform);
  return own !== undefined && own !== runner && runners.includes(runner);
}
