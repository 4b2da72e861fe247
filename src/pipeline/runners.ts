import type { Platform } from "../catalogue/system.js";
import type { Runner } from "../catalogue/workflow-model.js";

/** Hosted machines by the platform they are: an image is built where it runs, without emulation. */
export const runnerFor: Readonly<Record<Platform, Runner>> = {
  "linux/amd64": "ubuntu-24.04",
  "linux/arm64": "ubuntu-24.04-arm",
};
