import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import * as v from "valibot";
import { parse } from "yaml";
import { yamlError } from "../../problems/yaml-error.js";

const text = v.union([v.string(), v.number(), v.boolean()]);
const values = v.record(v.string(), v.nullish(text));
const step = v.looseObject({
  name: v.optional(v.string()),
  id: v.optional(v.string()),
  uses: v.optional(v.string()),
  with: v.nullish(values),
  env: v.nullish(v.union([values, v.string()])),
  run: v.optional(v.string()),
});
const job = v.looseObject({
  env: v.nullish(v.union([values, v.string()])),
  strategy: v.nullish(v.looseObject({ matrix: v.nullish(v.unknown()) })),
  steps: v.nullish(v.array(step)),
});
const workflow = v.looseObject({
  env: v.nullish(v.union([values, v.string()])),
  jobs: v.record(v.string(), job),
});

/** The parts of any workflow file that show what it publishes. */
export type WorkflowFile = v.InferOutput<typeof workflow>;
export type WorkflowJob = v.InferOutput<typeof job>;
export type WorkflowStep = v.InferOutput<typeof step>;

export const WORKFLOWS = ".github/workflows";

/** Names of a checkout's workflow files, sorted; empty without such a folder. */
export function workflowFileNames(checkout: string): string[] {
  const folder = path.join(checkout, WORKFLOWS);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
  return readdirSync(folder)
    .filter((name) => /\.ya?ml$/.test(name))
    .filter((name) => statSync(path.join(folder, name), { throwIfNoEntry: false })?.isFile())
    .sort();
}

/** A workflow file, or why it cannot be read. */
export type WorkflowReading =
  | { readonly kind: "workflow"; readonly workflow: WorkflowFile }
  | { readonly kind: "unreadable"; readonly reason: string };

export function readWorkflowFile(file: string): WorkflowReading {
  try {
    const result = v.safeParse(workflow, parse(readFileSync(file, "utf8")));
    if (result.success) return { kind: "workflow", workflow: result.output };
    const [issue] = result.issues;
    return { kind: "unreadable", reason: `${v.getDotPath(issue) ?? "the file"}: ${issue.message}` };
  } catch (error) {
    return { kind: "unreadable", reason: yamlError(error) };
  }
}
