import type { Workflow } from "../workflows/model.js";
import { imageInputs } from "./image-inputs.js";
import type { System } from "./system.js";

/** The workflows of a system, made from its images; none where it has no images. `owner` is the stack's. Pure. */
export function workflowsOf(
  system: System,
  settings: { owner: string; versions?: Readonly<Record<string, string>> | undefined },
): readonly Workflow[] {
  const [first, ...rest] = system.images.map((image) => ({
    image,
    inputs: imageInputs(image, system, settings),
  }));
  return first === undefined ? [] : (system.workflows?.([first, ...rest]) ?? []);
}
