import type { System } from "../catalogue/system.js";
import type { SystemSettings } from "../catalogue/workflows-of.js";
import type { Project } from "./project.js";
import { readStack } from "./stack.js";

/** The settings of each system's files, from a stack or from the catalogue's defaults. */
export function deliverySettings(
  stack: string | undefined,
  project: Project,
): (system: System) => SystemSettings {
  if (stack === undefined) return () => ({});
  const { owner, versions } = readStack(stack, project);
  return ({ name }) => ({ owner, versions: versions[name] });
}
