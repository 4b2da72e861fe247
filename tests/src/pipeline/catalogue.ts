import { imageSpec, type ImageSpec } from "../../../src/catalogue/image-spec.js";
import type { System } from "../../../src/catalogue/system.js";
import type { Workflow } from "../../../src/catalogue/workflow-model.js";

/** A system's images with what they are built from, by the catalogue's own defaults. */
export function imageSpecs(system: System): ImageSpec[] {
  return system.images.map((image) => imageSpec(image, system, { owner: "example" }));
}

/** A system's workflows, by the same. */
export function workflowsOf(system: System): readonly Workflow[] {
  const [first, ...rest] = imageSpecs(system);
  return first === undefined ? [] : (system.workflows?.([first, ...rest]) ?? []);
}
