import type { Job, Workflow } from "../../catalogue/workflow-model.js";
import type { JobOrigin } from "./github-subject.js";

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
