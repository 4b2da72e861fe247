import type { ImageSpecs } from "../catalogue/image-spec.js";
import { evenShares } from "./even-shares.js";
import type { Workflow } from "../catalogue/workflow-model.js";
import { renderWorkflow } from "./render.js";

/** Bytes of a workflow file that GitHub still reads. */
export const MAX_BYTES = 500_000;

/**
 * As few workflows for many images as GitHub's limit on the size of a file allows, an even share of the images each.
 * `make` writes the workflow of a share; `part` is `undefined` where there is but one, and belongs into name and file.
 */
export function divide(
  images: ImageSpecs,
  system: string,
  make: (images: ImageSpecs, part: number | undefined) => Workflow,
): Workflow[] {
  for (let count = 1; ; count++) {
    const workflows = evenShares(images, count).map((share, index) =>
      make(share, count === 1 ? undefined : index + 1),
    );
    const fits = workflows.every((workflow) => sizeOf(workflow, system) <= MAX_BYTES);
    if (fits || count === images.length) return workflows;
  }
}

/** Bytes of a workflow's file. */
export function sizeOf(workflow: Workflow, system: string): number {
  return Buffer.byteLength(renderWorkflow(workflow, system));
}
