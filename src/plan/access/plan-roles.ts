import type { CiAccess, Configuration } from "../../configuration/configuration.js";
import type { System } from "../../catalogue/system.js";
import { workflowsOf } from "../../catalogue/workflows-of.js";
import type { GithubRepository } from "./github-subject.js";
import { originsOf, roleTakers } from "./origins.js";
import type { RolePlan } from "./role-plan.js";

/**
 * The IAM roles of a system: one to push, for the jobs of its workflows that take a role, and one to pull, where the
 * stack names who may. Only systems in ECR need any.
 */
export function planRoles(system: System, configuration: Configuration): RolePlan[] {
  const { ciAccess, registry } = configuration;
  if (ciAccess.kind === "none" || system.registry !== "ecr" || registry.kind !== "cloud") return [];
  const common = {
    repositories: [...new Set(system.images.map(({ repository }) => repository))],
    region: registry.region,
    maxSessionDuration: ciAccess.sessionHours * 3600,
    permissionsBoundary: ciAccess.permissionsBoundary,
  };
  const repository = githubRepository(system, configuration.owner, ciAccess);
  const origins = originsOf(roleTakers(workflowsFor(system, configuration)));
  return [
    ...(origins.length === 0
      ? []
      : [
          {
            ...common,
            name: roleName(system, "push"),
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
            name: roleName(system, "pull"),
            description: `Named accounts and roles pull images of ${system.name}`,
            right: "pull" as const,
            trusted: { kind: "aws" as const, principals: ciAccess.pullers },
          },
        ]),
  ];
}

/** Fixed, so that it can be known before the stack is up; one account can hold one stack's. */
function roleName({ name }: System, purpose: "push" | "pull"): string {
  return `slipway-${name}-${purpose}`;
}

/** A system's workflows as its stack has them. */
export function workflowsFor(system: System, { owner, versions }: Configuration) {
  return workflowsOf(system, { owner, versions: versions[system.name] });
}

/** A system's repository on GitHub, with its ids where the stack knows them. */
export function githubRepository(system: System, owner: string, ciAccess: CiAccess): GithubRepository {
  const ids = ciAccess.kind === "role" ? ciAccess.githubIds[system.name] : undefined;
  return { owner: system.owner ?? owner, name: system.repository, ...(ids && { ids }) };
}
