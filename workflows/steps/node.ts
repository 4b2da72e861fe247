import type { Step } from "../model.js";

/** Installs Node in a version such as `20`. npm's downloads are kept from run to run; each is checked by its hash. */
export function setUpNode(version: string): Step {
  return {
    name: "Set up Node",
    uses: "actions/setup-node",
    with: { "node-version": version, cache: "npm" },
  };
}
