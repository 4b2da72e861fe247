import type { Platform } from "../catalogue/image.js";
import type { Runner } from "../catalogue/workflow-model.js";

/** GitHub-hosted runner of each platform: images are built natively, without emulation. */
export const runnerFor: Readonly<Record<Platform, Runner>> = {
  "linux/amd64": "ubuntu-24.04",
  "linux/arm64": "ubuntu-24.04-arm",
};
