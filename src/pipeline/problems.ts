import { groupBy } from "../catalogue/group-by.js";
import type { Problem } from "../problems/problem.js";
import { cronJudge } from "./cron.js";
import { expressionReader } from "./expression-reader.js";
import type { Workflow } from "../catalogue/workflow-model.js";
import { conditionProblems } from "./problems/conditions.js";
import { expressionProblems } from "./problems/expressions.js";
import { matrixProblems } from "./problems/matrices.js";
import { nameProblems } from "./problems/names.js";
import { needProblems } from "./problems/needs.js";
import { parseWorkflow } from "./problems/parsed-workflow.js";
import { platformProblems } from "./problems/platforms.js";
import { pullRequestProblems } from "./problems/pull-requests.js";
import { scheduleProblems } from "./problems/schedules.js";
import { scriptProblems } from "./problems/scripts.js";
import { sharedNameProblems } from "./problems/shared-names.js";
import { sizeProblems } from "./problems/size.js";
import { triggerProblems } from "./problems/triggers.js";

/**
 * What GitHub would refuse in the workflow files of one repository, what would never run, and what a pull request must
 * not reach. Empty when they can be delivered.
 *
 * Asynchronous only because GitHub's own libraries are loaded for it, when it is first called.
 */
export async function problemsOfWorkflows(
  workflows: readonly Workflow[],
  system: string,
): Promise<Problem[]> {
  const reader = await expressionReader();
  const judgeCron = await cronJudge();
  const parsed = workflows.map((workflow) => parseWorkflow(workflow, system, reader));
  return [
    ...sameFileProblems(workflows, system),
    ...parsed.flatMap((workflow) => [
      ...nameProblems(workflow),
      ...triggerProblems(workflow),
      ...scheduleProblems(workflow, judgeCron),
      ...needProblems(workflow),
      ...matrixProblems(workflow),
      ...platformProblems(workflow),
      ...conditionProblems(workflow),
      ...expressionProblems(workflow),
      ...scriptProblems(workflow, reader),
      ...pullRequestProblems(workflow),
      ...sizeProblems(workflow),
    ]),
    ...sharedNameProblems(parsed),
  ];
}

function sameFileProblems(workflows: readonly Workflow[], system: string): Problem[] {
  return [...groupBy(workflows, ({ file }) => file)]
    .filter(([, group]) => group.length > 1)
    .map(([file, group]) => ({
      where: `systems/${system}, workflows`,
      expected: "one workflow for each file",
      found: `${file} for ${group.map(({ name }) => name).join(" and ")}`,
      fix: "rename one of the files",
    }));
}
