import assert from "node:assert/strict";
import * as v from "valibot";
import { parse } from "yaml";
import type { System } from "../../../src/catalogue/system.js";
import { renderWorkflow } from "../../../src/pipeline/render-workflow.js";
import { workflowsOf } from "./catalogue.js";

const input = v.union([v.string(), v.boolean(), v.number()]);
const step = v.object({
  name: v.string(),
  id: v.optional(v.string()),
  if: v.optional(v.string()),
  uses: v.optional(v.string()),
  run: v.optional(v.string()),
  env: v.optional(v.record(v.string(), v.string())),
  with: v.optional(v.record(v.string(), input)),
});
const job = v.object({
  name: v.string(),
  needs: v.optional(v.array(v.string())),
  if: v.optional(v.string()),
  "runs-on": v.string(),
  "timeout-minutes": v.number(),
  permissions: v.record(v.string(), v.string()),
  environment: v.optional(v.string()),
  strategy: v.optional(
    v.object({
      "fail-fast": v.boolean(),
      matrix: v.object({ include: v.array(v.record(v.string(), v.string())) }),
    }),
  ),
  outputs: v.optional(v.record(v.string(), v.string())),
  env: v.optional(v.record(v.string(), v.string())),
  steps: v.array(step),
});
const workflow = v.object({
  name: v.string(),
  on: v.record(v.string(), v.unknown()),
  permissions: v.record(v.string(), v.string()),
  jobs: v.record(v.string(), job),
});

/** A workflow file as GitHub reads it. */
export type RenderedWorkflow = v.InferOutput<typeof workflow>;
export type RenderedJob = v.InferOutput<typeof job>;
export type RenderedStep = v.InferOutput<typeof step>;

/** The text of a system's workflow files, by file name, as the catalogue's own defaults make them. */
export function workflowTexts(system: System): Record<string, string> {
  return Object.fromEntries(
    workflowsOf(system).map((value) => [value.file, renderWorkflow(value, system.name)]),
  );
}

/** One workflow file of a system, rendered and read back. */
export function renderedWorkflow(system: System, file: string): RenderedWorkflow {
  const text = workflowTexts(system)[file];
  assert.ok(text, `${system.name} has no ${file}`);
  return readWorkflow(parse(text));
}

/** What a workflow file holds, checked for its form. */
export function readWorkflow(parsed: unknown): RenderedWorkflow {
  return v.parse(workflow, parsed);
}

/** A job by its id. */
export function jobOf({ jobs }: RenderedWorkflow, id: string): RenderedJob {
  const found = jobs[id];
  assert.ok(found, `no job ${id} among ${Object.keys(jobs).join(", ")}`);
  return found;
}

/** A step by its name. */
export function stepOf({ steps }: RenderedJob, name: string): RenderedStep {
  const found = steps.find((candidate) => candidate.name === name);
  assert.ok(found, `no step '${name}' among ${steps.map((candidate) => candidate.name).join(", ")}`);
  return found;
}
