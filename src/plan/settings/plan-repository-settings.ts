import { rulePatterns } from "../../catalogue/ref-filter.js";
import type { RepositorySettingsChoice } from "../../configuration/configuration.js";
import type { ExpressionReader } from "../../pipeline/expression-reader.js";
import type { ResolvedSystem } from "../resolved-system.js";
import { allowedActions } from "./allowed-actions.js";
import { environmentsOf } from "./environments.js";
import { requiredChecks } from "./required-checks.js";
import type { RepositorySettingsPlan } from "./settings-plan.js";

/** The settings of a system's repository. `reader` reads the expressions in its workflows. Pure. */
export function planSettings(
  system: ResolvedSystem,
  { otherActions, reviews, environments }: Extract<RepositorySettingsChoice, { kind: "managed" }>,
  reader: ExpressionReader,
): RepositorySettingsPlan {
  const { name, repository, defaultBranch, workflows, variables, releaseTags } = system;
  return {
    system: name,
    owner: repository.owner,
    repository: repository.name,
    actions: allowedActions(workflows, otherActions[name] ?? []),
    reviews,
    checks: requiredChecks(workflows, defaultBranch, reader),
    releaseTags: [...(rulePatterns(releaseTags) ?? [])],
    environments: environmentsOf(workflows, defaultBranch, environments),
    variables,
  };
}
