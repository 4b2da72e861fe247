import type { Workflow } from "../../src/catalogue/workflow-model.js";
import type { System } from "../../src/catalogue/system.js";
import { catalogue } from "../../systems/index.js";
import { ownWorkflow } from "../../systems/slipway/index.js";
import { fixtureCatalogue } from "../fixture-catalogue/index.js";
import { workflowsOf } from "../src/pipeline/catalogue.js";
import { jobsOf, type PlacedJob } from "../src/pipeline/placed-jobs.js";

/** The systems of the project, however many there are, and the made-up ones. */
export const everySystem: readonly System[] = [...catalogue, ...fixtureCatalogue];

/** Every repository that Slipway makes workflows for, its own included. */
export const everyRepository: readonly { readonly name: string; readonly workflows: readonly Workflow[] }[] =
  [
    ...everySystem.map((system) => ({ name: system.name, workflows: workflowsOf(system) })),
    { name: "slipway", workflows: [ownWorkflow] },
  ];

/** Every job of theirs. */
export function everyJob(): PlacedJob[] {
  return everyRepository.flatMap(({ name, workflows }) => jobsOf(name, workflows));
}
