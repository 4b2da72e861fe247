import { expressionReader, type ExpressionReader } from "../../pipeline/expression-reader.js";
import { workflowsFor } from "../access/plan-roles.js";
import type { Configuration } from "../../configuration/configuration.js";
import { deepFreeze, type DeepReadonly } from "../../catalogue/frozen.js";
import { rulePatterns } from "../../catalogue/ref-filter.js";
import type { System } from "../../catalogue/system.js";
import { systemsOf } from "../systems-of.js";
import { allowedActions, type AllowedActions } from "./allowed-actions.js";
import { environmentsOf, type EnvironmentPlan } from "./environments.js";
import { requiredChecks, type RequiredChecks } from "./required-checks.js";
import { variablesOf, type VariablePlan } from "./variables.js";

/** What differs between the settings of one repository on GitHub and another's. The rest is the same for all. */
export type RepositorySettingsPlan = DeepReadonly<{
  /** The system whose repository it is. */
  system: string;
  owner: string;
  /** Name of the repository, without the owner. */
  repository: string;
  actions: AllowedActions;
  /** Approving reviews that a pull request into the default branch needs. */
  reviews: number;
  checks: RequiredChecks;
  /** Patterns of the git tags that nobody may move or delete once they are made. */
  releaseTags: string[];
  environments: EnvironmentPlan[];
  variables: VariablePlan[];
}>;

/**
 * As `repositorySettings`, with GitHub's own reader of expressions, which is loaded only where a stack owns settings: it
 * would cost every start.
 */
export async function planSettings(
  configuration: Configuration,
  catalogue: readonly System[],
): Promise<RepositorySettingsPlan[]> {
  if (configuration.repositorySettings.kind === "none") return [];
  return repositorySettings(configuration, catalogue, await expressionReader());
}

/**
 * The settings of the repositories of a stack's systems; empty where the stack leaves settings alone. Expressions in
 * workflows are read by `reader`. Both other arguments must have passed `problemsOf`. Pure.
 */
export function repositorySettings(
  configuration: Configuration,
  catalogue: readonly System[],
  reader: ExpressionReader,
): RepositorySettingsPlan[] {
  const choice = configuration.repositorySettings;
  if (choice.kind === "none") return [];
  return systemsOf(configuration, catalogue).map((system) => {
    const workflows = workflowsFor(system, configuration);
    return deepFreeze({
      system: system.name,
      owner: system.owner ?? configuration.owner,
      repository: system.repository,
      actions: allowedActions(workflows, choice.otherActions[system.name] ?? []),
      reviews: choice.reviews,
      checks: requiredChecks(workflows, reader),
      releaseTags: [...(rulePatterns(system.releaseTags) ?? [])],
      environments: environmentsOf(workflows, choice.environments),
      variables: variablesOf(system, configuration),
    });
  });
}
