import { statusFunctions, type Context } from "../expressions.js";

/** A kind of place in a workflow, by the values that GitHub has at hand when it reads it. */
export type Field =
  | "jobCondition"
  | "name"
  | "runsOn"
  | "environment"
  | "cell"
  | "output"
  | "jobEnv"
  | "stepCondition"
  | "step";

const beforeMatrix = ["github", "needs", "vars"] as const;
const beforeJob = [...beforeMatrix, "strategy", "matrix"] as const;
const inJob = [...beforeJob, "job", "runner", "env", "steps"] as const;

/** Field → the contexts that GitHub lets it read. Source: "Context availability" in GitHub's documentation. */
export const readableIn: Readonly<Record<Field, readonly Context[]>> = {
  jobCondition: beforeMatrix,
  name: beforeJob,
  runsOn: beforeJob,
  environment: beforeJob,
  cell: beforeMatrix,
  output: [...inJob, "secrets"],
  jobEnv: [...beforeJob, "secrets"],
  stepCondition: inJob,
  step: [...inJob, "secrets"],
};

/** Field → the functions that it may call beside those that are allowed everywhere. */
export const callableIn: Readonly<Partial<Record<Field, readonly string[]>>> = {
  jobCondition: statusFunctions,
  output: ["hashfiles"],
  stepCondition: [...statusFunctions, "hashfiles"],
  step: ["hashfiles"],
};

/** Functions that only some fields may call, in lower case. */
export const restrictedFunctions: readonly string[] = [...statusFunctions, "hashfiles"];
