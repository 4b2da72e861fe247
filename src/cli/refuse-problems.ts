import { readConfiguration } from "../configuration/read.js";
import { problemsOf } from "../plan/catalogue-problems.js";
import { refuse } from "../problems/user-error.js";
import type { System } from "../catalogue/system.js";
import { workflowsOf, type SystemSettings } from "../catalogue/workflows-of.js";
import { problemsOfWorkflows } from "../pipeline/workflow-problems.js";

/** Any stack would do: what is wrong with the catalogue itself does not depend on its settings. */
const SOME_STACK = { "slipway:owner": "example", "aws:region": "eu-west-1" };
const IN_CATALOGUE = "in the catalogue; nothing was written";

/**
 * Lets nothing be written from a catalogue that has something wrong in it: an image that no registry would take, or a
 * workflow that GitHub would refuse.
 *
 * @throws UserError with every problem of these systems; with those of their workflows where there is no other.
 */
export async function refuseProblems(
  systems: readonly System[],
  settings: (system: System) => SystemSettings,
): Promise<void> {
  const { configuration } = readConfiguration(SOME_STACK, systems);
  // Workflows are made from the catalogue, so those of a wrong one are not worth reading.
  refuse(problemsOf(configuration, systems), IN_CATALOGUE);
  const inWorkflows = await Promise.all(
    systems.map((system) => problemsOfWorkflows(workflowsOf(system, settings(system)), system.name)),
  );
  refuse(inWorkflows.flat(), IN_CATALOGUE);
}
