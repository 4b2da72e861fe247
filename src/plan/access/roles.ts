import type { Job, Workflow } from "../../catalogue/workflow-model.js";
import type { CiAccess } from "../../configuration/configuration.js";
import type { ResolvedSystem, Right, RolePlan, Trusted } from "../resolved-system.js";
import type { JobOrigin } from "./github-subject.js";

/**
 * The IAM roles of a system: one to push, for its workflows' jobs that assume a role, and one to pull, if the stack has
 * pullers. Only systems in ECR need any. Role names are fixed, so that they are known before the stack exists; one
 * account can have one stack's roles.
 */
export function planRoles(system: ResolvedSystem, ciAccess: CiAccess): RolePlan[] {
  const { name, repository, host, repositories } = system;
  if (ciAccess.kind === "none" || host.kind !== "ecr") return [];
  const { pullers: principals, sessionHours, permissionsBoundary } = ciAccess;
  const role = (right: Right, description: string, trusted: Trusted): RolePlan => ({
    repositories: repositories.map((one) => one.name),
    region: host.region,
    maxSessionDuration: sessionHours * 3600,
    permissionsBoundary,
    name: `slipway-${name}-${right}`,
    description,
    right,
    trusted,
  });
  const origins = originsOf(roleTakers(system.workflows));
  const pushing = `GitHub Actions of ${repository.owner}/${repository.name} push images`;
  const pulling = `Named accounts and roles pull images of ${name}`;
  return [
    ...(origins.length === 0 ? [] : [role("push", pushing, { kind: "github", repository, origins })]),
    ...(principals.length === 0 ? [] : [role("pull", pulling, { kind: "aws", principals })]),
  ];
}

/** A workflow with a job that assumes an AWS role, and the origins of that job. */
export interface RoleTaker {
  readonly workflow: Workflow;
  readonly job: Job;
}

/** Every job that assumes an AWS role. */
export function roleTakers(workflows: readonly Workflow[]): RoleTaker[] {
  return workflows.flatMap((workflow) =>
    Object.values(workflow.jobs)
      .filter(takesRole)
      .map((job) => ({ workflow, job })),
  );
}

/** Whether a job assumes the AWS role. */
export function takesRole({ steps }: Job): boolean {
  return steps.some((step) => "uses" in step && step.uses === "aws-actions/configure-aws-credentials");
}

/**
 * The origins of jobs that assume the role: their environment, or the branches and git tags whose pushes start the
 * workflow. A manual or scheduled run is on a branch or tag, too, and must be on one of these. Pull requests are never
 * an origin.
 */
export function originsOf(takers: readonly RoleTaker[]): JobOrigin[] {
  const origins = takers.flatMap(({ workflow, job }): JobOrigin[] => {
    if (job.environment !== undefined) return [{ kind: "environment", name: job.environment }];
    const { branches = [], tags = [] } = workflow.on.push ?? {};
    return [
      ...branches.map((name) => ({ kind: "branch" as const, name })),
      ...tags.map((filter) => ({ kind: "tag" as const, filter })),
    ];
  });
  return [...new Map(origins.map((origin) => [JSON.stringify(origin), origin])).values()];
}
