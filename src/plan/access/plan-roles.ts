import type { CiAccess } from "../../configuration/configuration.js";
import type { ResolvedSystem } from "../resolved-system.js";
import { originsOf, roleTakers } from "./origins.js";
import type { RolePlan } from "./role-plan.js";

/**
 * The IAM roles of a system: one to push, for its workflows' jobs that assume a role, and one to pull, if the stack has
 * pullers. Only systems in ECR need any.
 */
export function planRoles(system: ResolvedSystem, ciAccess: CiAccess): RolePlan[] {
  const { name, repository, host, repositories } = system;
  if (ciAccess.kind === "none" || host.kind !== "ecr") return [];
  const common = {
    repositories: repositories.map((one) => one.name),
    region: host.region,
    maxSessionDuration: ciAccess.sessionHours * 3600,
    permissionsBoundary: ciAccess.permissionsBoundary,
  };
  const origins = originsOf(roleTakers(system.workflows));
  return [
    ...(origins.length === 0
      ? []
      : [
          {
            ...common,
            name: roleName(name, "push"),
            description: `GitHub Actions of ${repository.owner}/${repository.name} push images`,
            right: "push" as const,
            trusted: { kind: "github" as const, repository, origins },
          },
        ]),
    ...(ciAccess.pullers.length === 0
      ? []
      : [
          {
            ...common,
            name: roleName(name, "pull"),
            description: `Named accounts and roles pull images of ${name}`,
            right: "pull" as const,
            trusted: { kind: "aws" as const, principals: ciAccess.pullers },
          },
        ]),
  ];
}

/** Fixed, so that it is known before the stack exists; one account can have one stack's roles. */
function roleName(system: string, purpose: "push" | "pull"): string {
  return `slipway-${system}-${purpose}`;
}
