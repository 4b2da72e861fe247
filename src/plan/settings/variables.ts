import type { ResolvedSystem } from "../resolved-system.js";
import type { VariablePlan } from "./settings-plan.js";

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
    ...(role === undefined
      ? []
      : [{ name: "AWS_ROLE_ARN", value: { kind: "role" as const, role: role.name } }]),
    { name: "ECR_REGISTRY", value: { kind: "registry", repository: image.repository } },
  ];
}
