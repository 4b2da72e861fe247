import type { System } from "../catalogue/system.js";
import { problemsOfWorkflows } from "../pipeline/workflow-problems.js";
import { problemsOf } from "../plan/catalogue-problems.js";
import type { ResolvedSystem } from "../plan/resolved-system.js";
import { refuse } from "../problems/user-error.js";
import { defaultConfiguration } from "./plan-stack.js";

const IN_CATALOGUE = "in the catalogue; nothing was written";

/**
 * Refuses a catalogue with problems: an image that no registry accepts, or a workflow that GitHub refuses.
 *
 * @throws UserError with every problem of these systems or, if there is none, of their workflows.
 */
export async function refuseProblems(
  systems: readonly ResolvedSystem[],
  catalogue: readonly System[],
): Promise<void> {
  const names = systems.map(({ name }) => name);
  const own = catalogue.filter(({ name }) => names.includes(name));
  // Workflows of a wrong catalogue would only repeat its problems.
  refuse(problemsOf(defaultConfiguration(own), own, systems), IN_CATALOGUE);
  const inWorkflows = await Promise.all(
    systems.map(({ name, workflows }) => problemsOfWorkflows(workflows, name)),
  );
  refuse(inWorkflows.flat(), IN_CATALOGUE);
}
