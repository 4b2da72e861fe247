import type { DeepReadonly } from "../../catalogue/frozen.js";
import { partitionOf } from "../../catalogue/names.js";
import type { TagClass } from "../../catalogue/tag-class.js";
import type { Configuration } from "../../configuration/configuration.js";
import { lifecycleInWords, type LifecyclePolicy, lifecyclePolicy } from "./lifecycle.js";
import { type Mutability, mutabilityOf } from "./mutability.js";

/** One ECR repository, which scans on push and is encrypted with AES256. */
export type RepositoryPlan = DeepReadonly<{
  /** Name in the registry, with `/` between its parts. */
  name: string;
  mutability: Mutability;
  lifecycle: LifecyclePolicy;
  lifecycleInWords: string;
  /** Who else may pull. Undefined: nobody but the account itself. */
  policy: RepositoryPolicy | undefined;
  /**
   * Lets a destroy delete the repository together with the images in it. ECR reads it from the repository's own state,
   * so it takes effect at the destroy after the `up` that set it.
   */
  forceDelete: boolean;
  /** Makes Pulumi refuse to delete the repository. */
  protect: boolean;
}>;

/** An IAM policy document for an ECR repository. */
interface RepositoryPolicy {
  Version: "2012-10-17";
  Statement: {
    Sid: string;
    Effect: "Allow";
    Principal: { AWS: string[] };
    Action: readonly string[];
  }[];
}

/** The actions to pull an image. */
export const PULL_ACTIONS: readonly string[] = [
  "ecr:BatchCheckLayerAvailability",
  "ecr:BatchGetImage",
  "ecr:GetDownloadUrlForLayer",
];

/** Plans one repository, for every class of tag that appears in it. */
export function planRepository(
  name: string,
  tags: readonly TagClass[],
  region: string,
  { retention, tagMutability, pullAccounts, forceDelete, protect }: Configuration,
): RepositoryPlan {
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

/** Lets other accounts pull and nothing else. Without accounts ECR needs no policy. */
function pullPolicy(accountIds: readonly string[], partition: string): RepositoryPolicy | undefined {
  if (accountIds.length === 0) return undefined;
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "PullFromNamedAccounts",
        Effect: "Allow",
        Principal: { AWS: accountIds.map((id) => `arn:${partition}:iam::${id}:root`) },
        Action: PULL_ACTIONS,
      },
    ],
  };
}
