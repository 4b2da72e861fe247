import { planRoles } from "../access/plan-roles.js";
import type { Configuration } from "../../configuration/configuration.js";
import type { System } from "../../catalogue/system.js";

/** An Actions variable of a repository. What the stack makes is known only when it is made. */
export interface VariablePlan {
  readonly name: string;
  readonly value:
    | { readonly kind: "known"; readonly text: string }
    /** ARN of the role of that name. */
    | { readonly kind: "role"; readonly role: string }
    /** Host of the registry that holds this repository of images. */
    | { readonly kind: "registry"; readonly repository: string };
}

/**
 * What the stack made for a system in ECR, as variables that its workflows read, so that no file names an account. The
 * registry's host is for workflows beside those of the catalogue, such as one that deploys. None for a system in GHCR,
 * whose address follows from the repository. Pure.
 */
export function variablesOf(system: System, configuration: Configuration): VariablePlan[] {
  const { registry } = configuration;
  const [image] = system.images;
  if (system.registry !== "ecr" || registry.kind !== "cloud" || image === undefined) return [];
  const role = planRoles(system, configuration).find(({ trusted }) => trusted.kind === "github");
  return [
    { name: "AWS_REGION", value: { kind: "known", text: registry.region } },
    ...(role === undefined
      ? []
      : [{ name: "AWS_ROLE_ARN", value: { kind: "role" as const, role: role.name } }]),
    { name: "ECR_REGISTRY", value: { kind: "registry", repository: image.repository } },
  ];
}
