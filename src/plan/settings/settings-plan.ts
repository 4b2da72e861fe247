import { rulePatterns } from "../../catalogue/ref-filter.js";
import type { RepositorySettingsChoice } from "../../configuration/configuration.js";
import type { ExpressionReader } from "../../pipeline/expression-reader.js";
import type { RepositorySettingsPlan, ResolvedSystem, VariablePlan } from "../resolved-system.js";
import { allowedActions } from "./allowed-actions.js";
import { environmentsOf } from "./environments.js";
import { requiredChecks } from "./required-checks.js";

/** The settings of a system's repository. `reader` reads the expressions in its workflows. Pure. */
export function planSettings(
  { name, repository, defaultBranch, workflows, variables, releaseTags }: ResolvedSystem,
  { otherActions, reviews, environments }: Extract<RepositorySettingsChoice, { kind: "managed" }>,
  reader: ExpressionReader,
): RepositorySettingsPlan {
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

/**
 * Variables for a system in ECR's workflows, so that no file names an account. The registry's host is for workflows
 * outside the catalogue, such as one that deploys. None for a system in GHCR, whose address follows from the
 * repository. Pure.
 */
export function variablesOf({ host, images: [image], roles }: ResolvedSystem): VariablePlan[] {
  if (host.kind !== "ecr" || image === undefined) return [];
  const role = roles.find(({ trusted }) => trusted.kind === "github");
  return [
    { name: "AWS_REGION", value: { kind: "known", text: host.region } },
    ...(role ? [{ name: "AWS_ROLE_ARN", value: { kind: "role" as const, role: role.name } }] : []),
    { name: "ECR_REGISTRY", value: { kind: "registry", repository: image.repository } },
  ];
}
