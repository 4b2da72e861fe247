import { readConfiguration } from "../configuration/read.js";
import { problemsOf } from "../plan/catalogue-problems.js";
import { refuse } from "../problems/user-error.js";
import type { System } from "../catalogue/system.js";
import { workflowsOf, type SystemSettings } from "../catalogue/workflows-of.js";
import { problemsOfWorkflows } from "../pipeline/workflow-problems.js";

/** The catalogue's own problems do not depend on a stack's settings. */
const SOME_STACK = { "slipway:owner": "example", "aws:region": "eu-west-1" };
const IN_CATALOGUE = "in the catalogue; nothing was written";

/**
 * Refuses a catalogue with problems: an image that no registry accepts, or a workflow that GitHub refuses.
 *
 * @throws UserError with every problem of these systems or, if there is none, of their workflows.
 */
export async function refuseProblems(
  systems: readonly System[],
  settings: (system: System) => SystemSettings,
): Promise<void> {
  const { configuration } = readConfiguration(SOME_STACK, systems);
  // Workflows of a wrong catalogue would only repeat its problems.
  refuse(problemsOf(configuration, systems), IN_CATALOGUE);
  const inWorkflows = await Promise.all(
    systems.map((system) => problemsOfWorkflows(workflowsOf(system, settings(system)), system.name)),
  );
  refuse(inWorkflows.flat(), IN_CATALOGUE);
}
