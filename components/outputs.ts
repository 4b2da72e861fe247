import type * as pulumi from "@pulumi/pulumi";
import type { RepositorySettingsPlan } from "../src/plan/settings/repository-settings.js";
import type { SoftwareSystem } from "./software-system.js";

/** One published image, as the stack's output `images` lists it. */
export interface ImageOutput {
  system: string;
  image: string;
  /** `HOST/REPOSITORY:TAG`, to deploy by name (D37). */
  reference: pulumi.Output<string>;
  /** `sha256:…`, to deploy by content. */
  digest: pulumi.Output<string>;
}

/** Every image that a stack publishes. */
export function describeImages(systems: readonly SoftwareSystem[]): ImageOutput[] {
  return systems.flatMap(({ name, images }) =>
    [...images].map(([image, { reference, digest }]) => ({ system: name, image, reference, digest })),
  );
}

/** Name of each ECR repository of a stack → where to push and pull. */
export function describeRepositories(
  systems: readonly SoftwareSystem[],
): Record<string, pulumi.Output<string>> {
  return Object.fromEntries(
    systems.flatMap(({ repositories }) => [...repositories].map(([name, { url }]) => [name, url])),
  );
}

/** Name of each IAM role of a stack → its ARN. */
export function describeRoles(systems: readonly SoftwareSystem[]): Record<string, pulumi.Output<string>> {
  return Object.fromEntries(systems.flatMap(({ roles }) => [...roles]));
}

/** What pull requests into the default branch of each repository wait for, and which jobs they do not, with the reason. */
export function describeChecks(
  settings: readonly RepositorySettingsPlan[],
): Record<string, { required: readonly string[]; leftOut: readonly string[] }> {
  return Object.fromEntries(
    settings.map(({ owner, repository, checks: { required, leftOut } }) => [
      `${owner}/${repository}`,
      { required, leftOut: leftOut.map(({ job, because }) => `${job}: ${because}`) },
    ]),
  );
}
