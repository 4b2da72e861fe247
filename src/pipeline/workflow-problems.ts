import type { Workflow } from "../catalogue/workflow-model.js";
import type { Problem } from "../problems/problem.js";
import { expressionReader } from "./expression-reader.js";
import { matrixProblems } from "./problems/matrices.js";
import { officialParser } from "./problems/official-parser.js";
import { parseWorkflow, type ParsedWorkflow } from "./problems/parsed-workflow.js";
import { pullRequestProblems } from "./problems/pull-requests.js";
import { sharedNameProblems } from "./problems/shared-names.js";
import { triggerProblems } from "./problems/triggers.js";
import { fileProblems } from "./problems/workflow-files.js";
import { renderWorkflow } from "./render-workflow.js";

/**
 * Everything in one repository's workflows that GitHub would refuse or never run, or that gives a pull request more
 * than it may have. Empty if they can be delivered. `npm run check` runs actionlint and zizmor, which find more.
 *
 * Asynchronous only because it loads GitHub's own libraries on the first call.
 */
export async function problemsOfWorkflows(
  workflows: readonly Workflow[],
  system: string,
): Promise<Problem[]> {
  const [refusals, reader] = await Promise.all([officialParser(), expressionReader()]);
  const files = workflows.map((workflow) => ({ workflow, text: renderWorkflow(workflow, system) }));
  const parsed = workflows.map((workflow) => parseWorkflow(workflow, system, reader));
  return [
    ...fileProblems(files, system),
    ...(await Promise.all(files.map((file) => refusals(file, system)))).flat(),
    ...parsed.flatMap((workflow) => rules.flatMap((rule) => rule(workflow))),
    ...sharedNameProblems(parsed),
  ];
}

/** What actionlint, zizmor and GitHub's parser do not see: publishing, permissions, caches, and what never runs. */
const rules: readonly ((workflow: ParsedWorkflow) => Problem[])[] = [
  triggerProblems,
  matrixProblems,
  scriptProblems,
  pullRequestProblems,
];

/**
 * Expressions in scripts. GitHub inserts the value before the shell parses the script, so a branch named `$(curl …)`
 * would run. Scripts may contain no expression at all, harmless or not.
 */
function scriptProblems({ jobs }: ParsedWorkflow): Problem[] {
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
