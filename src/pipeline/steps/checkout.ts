import type { Step } from "../../catalogue/workflow-model.js";

/** Checks out the repository without leaving the token for later steps. */
export const checkOut: Step = {
  name: "Check out repository",
  uses: "actions/checkout",
  with: { "persist-credentials": false },
};
