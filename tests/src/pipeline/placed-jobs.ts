import { parse } from "yaml";
import type { Workflow } from "../../../src/catalogue/workflow-model.js";
import { renderWorkflow } from "../../../src/pipeline/render-workflow.js";
import { readWorkflow, type RenderedJob, type RenderedStep } from "./rendered.js";

const BUILD = "docker/build-push-action@";

/** A job, where it stands, and the text of its file. */
export interface PlacedJob {
  readonly where: string;
  readonly job: RenderedJob;
  readonly text: string;
}

/** Every job of a list of workflows as GitHub reads it. */
export function jobsOf(name: string, workflows: readonly Workflow[]): PlacedJob[] {
  return workflows.flatMap((value) => {
    const text = renderWorkflow(value, name);
    const { jobs } = readWorkflow(parse(text));
    return Object.entries(jobs).map(([id, job]) => ({ where: `${name}, ${value.file}, ${id}`, job, text }));
  });
}

/** Whether a step that builds an image also pushes it. */
export function pushes({ with: inputs = {} }: RenderedStep): boolean {
  return ("push" in inputs && inputs["push"] !== false) || String(inputs["outputs"]).includes("push=true");
}

/** The steps of a job that build an image. */
export function buildsIn({ steps }: RenderedJob): RenderedStep[] {
  return steps.filter(({ uses }) => uses?.startsWith(BUILD));
}
