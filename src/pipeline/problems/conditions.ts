import type { Problem } from "../../problems/problem.js";
import type { ParsedWorkflow } from "./parsed-workflow.js";

/** Conditions that hold whatever they say: GitHub takes an `if` with text around its `${{ }}` for a text, and so for true. */
export function conditionProblems({ jobs }: ParsedWorkflow): Problem[] {
  const conditions = jobs.flatMap(({ job, where, steps }) => [
    { where, condition: job.if },
    ...steps.map(({ step, where: place }) => ({ where: place, condition: step.if })),
  ]);
  return conditions.flatMap(({ where, condition }) => {
    if (condition === undefined || !/\$\{\{|[\r\n]/.test(condition)) return [];
    return {
      where: `${where}, if`,
      expected: "a bare expression on one line",
      found: JSON.stringify(condition),
      fix: "leave out ${{ }} and line breaks; with them it can be true for good",
    };
  });
}
