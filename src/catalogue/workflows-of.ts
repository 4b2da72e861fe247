import type { Workflow } from "./workflow-model.js";
import { imageSpec, type ImageSpec } from "./image-spec.js";
import type { System } from "./system.js";

/** What a stack may set in place of a system's own. */
export interface SystemSettings {
  /** GitHub user or organisation of systems that name none. */
  readonly owner?: string;
  /** `ARG` → image or version, in place of the system's default. */
  readonly versions?: Readonly<Record<string, string>> | undefined;
}

/** A system's images with what they are built from. */
export function imageSpecs(
  system: System,
  { owner = "", versions }: SystemSettings = {},
): readonly ImageSpec[] {
  return system.images.map((image) => imageSpec(image, system, { owner, versions }));
}

/** A system's workflows, made from its images; none where it has no images. Pure. */
export function workflowsOf(system: System, settings: SystemSettings = {}): readonly Workflow[] {
  const [first, ...rest] = imageSpecs(system, settings);
  return first === undefined ? [] : (system.workflows?.([first, ...rest]) ?? []);
}
