import type { Problem } from "../../problems/problem.js";
import type { ParsedWorkflow } from "./parsed-workflow.js";

/**
 * Expressions in scripts. GitHub inserts the value before the shell parses the script, so a branch named `$(curl …)`
 * would run. Scripts may contain no expression at all, harmless or not.
 */
export function scriptProblems({ jobs }: ParsedWorkflow): Problem[] {
  return jobs.flatMap(({ steps }) =>
    steps.flatMap(({ step, where }) => {
      const found = "run" in step ? /\$\{\{.*/.exec(step.run)?.[0] : undefined;
      if (found === undefined) return [];
      return {
        where: `${where}, run`,
        expected: "a script without ${{ }}",
        found,
        fix: 'pass the value by env and use "$NAME" in the script',
      };
    }),
  );
}
