import { parse } from "yaml";
import type { Workflow } from "../../../src/catalogue/workflow-model.js";
import { renderWorkflow } from "../../../src/pipeline/render.js";
import { everyRepository } from "./catalogue.js";
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

/** Every job of every workflow that there is. */
export function everyJob(): PlacedJob[] {
  return everyRepository.flatMap(({ name, workflows }) => jobsOf(name, workflows));
}

/** The steps of a job that build an image. */
export function buildsIn({ steps }: RenderedJob): RenderedStep[] {
  return steps.filter(({ uses }) => uses?.startsWith(BUILD));
}
