import type { Problem } from "../../problems/problem.js";
import type { ExpressionReader } from "../expression-reader.js";
import { references } from "../expressions.js";
import { isUntrusted } from "../untrusted.js";
import { expressionsIn, type ParsedWorkflow } from "./parsed-workflow.js";

/**
 * Expressions in scripts. GitHub puts the value into the script before the shell reads it, so that a branch called
 * `$(curl …)` is run. None is harmless for good, so none is allowed.
 */
export function scriptProblems({ jobs }: ParsedWorkflow, { template }: ExpressionReader): Problem[] {
  return jobs.flatMap(({ steps }) =>
    steps.flatMap(({ step, where }) => {
      if (!("run" in step && step.run.includes("${{"))) return [];
      const read = expressionsIn(template(step.run)).flatMap(references);
      const chosenByStrangers = [...new Set(read.filter(isUntrusted).map((path) => path.join(".")))];
      return {
        where: `${where}, run`,
        expected: "a script without ${{ }}",
        found:
          chosenByStrangers.length === 0
            ? (/\$\{\{.*/.exec(step.run)?.[0] ?? "${{")
            : `${chosenByStrangers.join(", ")}, which whoever opens a pull request or an issue chooses`,
        fix: 'pass the value by env and use "$NAME" in the script',
      };
    }),
  );
}
