import type { Configuration } from "../../configuration/configuration.js";
import { lifecycleInWords, lifecyclePolicy } from "./lifecycle.js";
import { mutabilityOf } from "./mutability.js";
import { partitionOf } from "../../catalogue/names.js";
import type { RepositoryPlan } from "../plan.js";
import { pullPolicy } from "./repository-policy.js";
import type { Image, System } from "../../catalogue/system.js";
import { distinct } from "../../catalogue/tag-class.js";
import { tagClasses } from "../tags.js";

/** Plans one repository for all images that are published in it. */
export function planRepository(
  name: string,
  images: readonly Image[],
  system: System,
  configuration: Configuration,
): RepositoryPlan {
  const tags = distinct(images.flatMap((image) => tagClasses(image, system, configuration)));
  const lifecycle = lifecyclePolicy(configuration.retention, tags);
  const { registry } = configuration;
  const partition = registry.kind === "cloud" ? partitionOf(registry.region) : undefined;
  return {
    name,
    mutability: mutabilityOf(configuration.tagMutability, tags),
    lifecycle,
    lifecycleInWords: lifecycleInWords(lifecycle),
    policy: pullPolicy(configuration.pullAccounts, partition),
    forceDelete: configuration.forceDelete,
    protect: configuration.protect,
  };
}
