import type { Step } from "../../catalogue/workflow-model.js";

/** Fetches the sources, and leaves no token behind for later steps to find. */
export const checkOut: Step = {
  name: "Check out repository",
  uses: "actions/checkout",
  with: { "persist-credentials": false },
};
