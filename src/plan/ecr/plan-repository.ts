import { partitionOf } from "../../catalogue/names.js";
import { distinct } from "../../catalogue/tag-class.js";
import type { Configuration } from "../../configuration/configuration.js";
import type { RepositoryPlan, ResolvedImage } from "../resolved-system.js";
import { lifecycleInWords, lifecyclePolicy } from "./lifecycle.js";
import { mutabilityOf } from "./mutability.js";
import { pullPolicy } from "./repository-policy.js";

/** Plans one repository for all images published in it. */
export function planRepository(
  name: string,
  images: readonly ResolvedImage[],
  region: string,
  { retention, tagMutability, pullAccounts, forceDelete, protect }: Configuration,
): RepositoryPlan {
  const tags = distinct(images.flatMap(({ tagClasses }) => tagClasses));
  const lifecycle = lifecyclePolicy(retention, tags);
  return {
    name,
    mutability: mutabilityOf(tagMutability, tags),
    lifecycle,
    lifecycleInWords: lifecycleInWords(lifecycle),
    policy: pullPolicy(pullAccounts, partitionOf(region)),
    forceDelete,
    protect,
  };
}
