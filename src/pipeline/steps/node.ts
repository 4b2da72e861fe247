import type { Step } from "../../catalogue/workflow-model.js";

/** Installs Node in a version such as `20`. Disables the npm cache, which a pull request could poison. */
export function setUpNode(version: string): Step {
  return {
    name: "Set up Node",
    uses: "actions/setup-node",
    with: { "node-version": version, "package-manager-cache": false },
  };
}
