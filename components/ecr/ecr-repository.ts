import { LifecyclePolicy, Repository, RepositoryPolicy } from "@pulumi/aws/ecr";
import * as pulumi from "@pulumi/pulumi";
import type { RepositoryPlan } from "../../src/plan/resolved-system.js";

/** What an ECR repository is made of; `RepositoryPlan` has all of it. */
export interface EcrRepositoryArgs {
  /**
   * Name in the registry, with `/` between its parts.
   *
   * @example "team/shop"
   */
  name: RepositoryPlan["name"];
  /**
   * Whether tags may be moved, and which ones where the others may not.
   *
   * @example { kind: "immutable", except: ["latest"] }
   */
  mutability: RepositoryPlan["mutability"];
  /**
   * Which images expire, and when.
   *
   * @example lifecyclePolicy({ days: 30, keepTags: ["latest"], keepReleases: 10 }, tags)
   */
  lifecycle: RepositoryPlan["lifecycle"];
  /**
   * Who else may pull.
   *
   * @default nobody but the account itself
   * @example pullPolicy(["210987654321"])
   */
  policy?: RepositoryPlan["policy"];
  /**
   * Lets a destroy delete the repository together with the images in it. ECR reads it from the repository's own
   * state, so it takes effect at the destroy after the `up` that set it.
   *
   * @default false
   * @example true
   */
  forceDelete?: boolean;
  /**
   * Makes Pulumi refuse to delete the repository.
   *
   * @default false
   * @example true
   */
  protect?: boolean;
}

/** An ECR repository that scans on push, is encrypted with AES256 and expires old images by rule (D34, D35). */
export class EcrRepository extends pulumi.ComponentResource {
  /** `ACCOUNT.dkr.ecr.REGION.amazonaws.com/NAME`. */
  readonly url: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: EcrRepositoryArgs, options?: pulumi.ComponentResourceOptions) {
    super("slipway:index:EcrRepository", name, {}, options);
    const own = { parent: this };

    const repository = declareRepository(name, args, own);
    expireImages(name, repository, args, own);
    letOthersPull(name, repository, args, own);

    this.url = repository.repositoryUrl;
    this.arn = repository.arn;
    this.registerOutputs({ url: this.url, arn: this.arn });
  }
}

function declareRepository(
  name: string,
  args: EcrRepositoryArgs,
  options: pulumi.CustomResourceOptions,
): Repository {
  return new Repository(
    name,
    {
      name: args.name,
      imageScanningConfiguration: { scanOnPush: true },
      encryptionConfigurations: [{ encryptionType: "AES256" }],
      ...tagMutability(args.mutability),
      forceDelete: args.forceDelete ?? false,
    },
    { ...options, protect: args.protect ?? false },
  );
}

function expireImages(
  name: string,
  repository: Repository,
  { lifecycle }: EcrRepositoryArgs,
  options: pulumi.CustomResourceOptions,
): void {
  new LifecyclePolicy(name, { repository: repository.name, policy: JSON.stringify(lifecycle) }, options);
}

function letOthersPull(
  name: string,
  repository: Repository,
  { policy }: EcrRepositoryArgs,
  options: pulumi.CustomResourceOptions,
): void {
  if (policy === undefined) return;
  new RepositoryPolicy(name, { repository: repository.name, policy: JSON.stringify(policy) }, options);
}

function tagMutability(mutability: RepositoryPlan["mutability"]) {
  switch (mutability.kind) {
    case "mutable":
      return { imageTagMutability: "MUTABLE" };
    case "immutable":
      return mutability.except.length === 0
        ? { imageTagMutability: "IMMUTABLE" }
        : {
            imageTagMutability: "IMMUTABLE_WITH_EXCLUSION",
            imageTagMutabilityExclusionFilters: mutability.except.map((filter) => ({
              filter,
              filterType: "WILDCARD",
            })),
          };
    default:
      return mutability satisfies never;
  }
}
