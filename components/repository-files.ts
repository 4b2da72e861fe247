import * as pulumi from "@pulumi/pulumi";
import type { DeliveryPlan } from "../plan/delivery-plan.js";

/**
 * A system's delivered files in its repository on GitHub: on one branch, as one commit, in one pull request, which a
 * person merges. What it does when is told by docs/delivery.md; the plugin behind it lies in `delivery/plugin`.
 *
 * Destroying it closes the pull request and deletes the branch, and never touches the default branch.
 */
export class RepositoryFiles extends pulumi.CustomResource {
  /** Address of the open pull request; empty where none was open at the last change. */
  declare readonly pullRequest: pulumi.Output<string>;

  /** `name` is that of the system. */
  constructor(name: string, plan: DeliveryPlan, options?: pulumi.CustomResourceOptions) {
    super(
      "slipway-github:index:RepositoryFiles",
      name,
      { ...plan, pullRequest: undefined, owned: undefined },
      options,
    );
  }
}
