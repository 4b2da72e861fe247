import type { Job, Step, Workflow } from "../../../src/catalogue/workflow-model.js";
import { problemsOfWorkflows } from "../../../src/pipeline/workflow-problems.js";

export const step: Step = { name: "Greet", run: "echo hello" };

/** One job with one step, and everything at its plainest. */
export function job(overrides: Partial<Job> = {}): Job {
  return {
    name: "Test",
    runsOn: "ubuntu-24.04",
    timeoutMinutes: 10,
    permissions: {},
    steps: [step],
    ...overrides,
  };
}

/** A workflow that runs on every push, with one job called `test`. */
export function workflow(overrides: Partial<Workflow> = {}): Workflow {
  return {
    name: "CI",
    file: "ci.yml",
    about: ["Tests."],
    on: { push: {} },
    jobs: { test: job() },
    ...overrides,
  };
}

/** The problems of one workflow of the system `shop`, as [where, expected, found, fix]. */
export async function problemsOf(value: Workflow): Promise<string[][]> {
  const problems = await problemsOfWorkflows([value], "shop");
  return problems.map(({ where, expected, found, fix }) => [where, expected, found, fix]);
}

/** The same, as [where, found]. */
export async function briefly(value: Workflow): Promise<string[][]> {
  return (await problemsOf(value)).map(([where = "", , found = ""]) => [where, found]);
}
