import type { ImageSpec } from "../../../src/catalogue/image-spec.js";
import type { System } from "../../../src/catalogue/system.js";
import type { Workflow } from "../../../src/catalogue/workflow-model.js";
import { resolved } from "../plan/fixtures.js";

/** A system's images with what they are built from, by the catalogue's own defaults. */
export function imageSpecs(system: System): ImageSpec[] {
  return resolved(system, { owner: "example" }).images.map(({ spec }) => spec);
}

/** A system's workflows, by the same. */
export function workflowsOf(system: System): readonly Workflow[] {
  return resolved(system, { owner: "example" }).workflows;
}
