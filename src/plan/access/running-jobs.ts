import type { ExpressionReader } from "../../pipeline/expression-reader.js";
import type { Job, Workflow } from "../../catalogue/workflow-model.js";
import { mayHold } from "../../pipeline/possible-values.js";
import { knowledgeOf, type Scenario } from "./scenario.js";

/** The jobs of a workflow that can run in a scenario, by id. What is unknown beforehand counts as running. */
export function runningJobs(
  { jobs }: Workflow,
  scenario: Scenario,
  reader: ExpressionReader,
): (readonly [id: string, job: Job])[] {
  const knowledge = knowledgeOf(scenario);
  const mayRun = ({ if: text, needs = [] }: Job): boolean => {
    const condition = text === undefined ? undefined : reader.expression(text);
    if (condition === undefined) return needs.every(runs);
    return mayHold(condition, knowledge) && (runsAfterFailure(condition.calls) || needs.every(runs));
  };
  const runs = (id: string): boolean => {
    const job = jobs[id];
    return job !== undefined && mayRun(job);
  };
  return Object.entries(jobs).filter(([, job]) => mayRun(job));
}

/** A job whose condition checks the status of others runs even if they were skipped. */
function runsAfterFailure(functions: readonly string[]): boolean {
  return functions.some((name) => name === "always" || name === "cancelled" || name === "failure");
}
