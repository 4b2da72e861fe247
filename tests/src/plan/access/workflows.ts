import type { System } from "../../../../src/catalogue/system.js";
import type { Job, Triggers, Workflow } from "../../../../src/catalogue/workflow-model.js";
import { proveIdentity } from "../../../../src/pipeline/permissions.js";
import { logInToEcr } from "../../../../src/pipeline/steps/login.js";
import { system } from "../fixtures.js";

const [first, ...rest] = logInToEcr;
if (first === undefined) throw new Error("logging in to ECR takes a step");

/** A job that takes the AWS role and logs in to ECR. */
export const pushingJob: Job = {
  name: "Publish",
  runsOn: "ubuntu-24.04",
  timeoutMinutes: 10,
  permissions: proveIdentity,
  steps: [first, ...rest],
};

export function workflow(on: Triggers, jobs: Workflow["jobs"] = { publish: pushingJob }): Workflow {
  return { name: "Images", file: "images.yml", about: [], on, jobs };
}

/** A system whose workflow pushes from main and from release tags. */
export function pushingSystem(
  on: Triggers = { push: { branches: ["main"], tags: ["v*"] } },
  job: Partial<Job> = {},
): System {
  return system({ workflows: () => [workflow(on, { publish: { ...pushingJob, ...job } })] });
}
