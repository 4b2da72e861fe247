import * as pulumi from "@pulumi/pulumi";
import type { DeliveryPlan } from "../../src/plan/delivery-plan.js";

/** A system's files, and how GitHub is reached. */
export interface RepositoryFilesArgs {
  /** The files, and where they belong. @example system.delivery */
  readonly plan: DeliveryPlan;
  /**
   * Address of the API.
   *
   * @default `GITHUB_API_URL`, or else https://api.github.com/
   * @example "https://github.example.com/api/v3/"
   */
  readonly baseUrl?: string | undefined;
  /**
   * What {@link handTokenOver} returns.
   *
   * @default settled, because the token is in the environment
   * @example handTokenOver(github.token)
   */
  readonly ready?: Promise<unknown> | undefined;
}

/**
 * A system's delivered files in its repository on GitHub: on one branch, as one commit, in one pull request, which a
 * person merges. docs/delivery.md describes its life cycle; its provider is in `components/delivery-plugin`.
 *
 * Destroying it closes the pull request and deletes the branch, and never touches the default branch.
 */
export class RepositoryFiles extends pulumi.CustomResource {
  /** URL of the open pull request; empty if none was open at the last change. */
  declare readonly pullRequest: pulumi.Output<string>;

  /** `name` is that of the system. */
  constructor(
    name: string,
    { plan, baseUrl, ready = Promise.resolve() }: RepositoryFilesArgs,
    options?: pulumi.CustomResourceOptions,
  ) {
    const owner = ready.then(() => plan.owner);
    const outputs = { pullRequest: undefined, owned: undefined };
    super("slipway-github:index:RepositoryFiles", name, { ...plan, owner, baseUrl, ...outputs }, options);
  }
}

/**
 * Passes the token of the stack's configuration to the plugin, by a call: inputs of a resource or provider would be in
 * the stack's state.
 */
export async function handTokenOver(token: pulumi.Output<string> | undefined): Promise<void> {
  if (token !== undefined) await pulumi.runtime.invoke("slipway-github:index:useToken", { token });
}
