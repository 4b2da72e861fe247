import type * as pulumi from "@pulumi/pulumi";
import type { Plan } from "../src/plan/plan.js";
import type { RepositorySettingsPlan } from "../src/plan/settings/settings-plan.js";
import type { SoftwareSystem } from "./software-system.js";

/** One published image, as the stack's output `images` lists it. */
export interface PublishedImage {
  system: string;
  image: string;
  /** `HOST/REPOSITORY:TAG`, to deploy by name (D37). */
  reference: pulumi.Output<string>;
  /** `sha256:…`, to deploy by content. */
  digest: pulumi.Output<string>;
}

/** The stack's outputs, without what it remembers for itself. */
export function describeStack({ systems: planned, toDo }: Plan, systems: readonly SoftwareSystem[]) {
  const repositories = planned.flatMap((system) => system.repositories);
  const settings = planned.flatMap((system) => system.settings ?? []);
  return {
    /** Name of each ECR repository → where to push and pull. */
    repositories: Object.fromEntries(
      systems.flatMap((system) => [...system.repositories].map(([name, { url }]) => [name, url])),
    ),
    images: systems.flatMap(imagesOf),
    /** Name of each IAM role → its ARN. */
    ...(planned.some(({ roles }) => roles.length > 0) && {
      roles: Object.fromEntries(systems.flatMap(({ roles }) => [...roles])),
    }),
    /** Name of each ECR repository → its lifecycle policy in words. */
    lifecycle: Object.fromEntries(repositories.map(({ name, lifecycleInWords }) => [name, lifecycleInWords])),
    ...(settings.length > 0 && { checks: describeChecks(settings) }),
    toDo,
  };
}

function imagesOf({ name, images }: SoftwareSystem): PublishedImage[] {
  return [...images].map(([image, { reference, digest }]) => ({ system: name, image, reference, digest }));
}

/** The required checks of each repository, and the jobs that are not required, with the reason. */
function describeChecks(
  settings: readonly RepositorySettingsPlan[],
): Record<string, { required: readonly string[]; leftOut: readonly string[] }> {
  return Object.fromEntries(
    settings.map(({ owner, repository, checks: { required, leftOut } }) => [
      `${owner}/${repository}`,
      { required, leftOut: leftOut.map(({ job, because }) => `${job}: ${because}`) },
    ]),
  );
}
