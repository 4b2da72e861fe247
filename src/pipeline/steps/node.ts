import type { Step } from "../../catalogue/workflow-model.js";

/** Installs Node in a version such as `20`. Keeps no npm cache, which a pull request would fill for others. */
export function setUpNode(version: string): Step {
  return {
    name: "Set up Node",
    uses: "actions/setup-node",
    with: { "node-version": version, "package-manager-cache": false },
  };
}
