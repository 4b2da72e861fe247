import { LifecyclePolicy, Repository, RepositoryPolicy } from "@pulumi/aws/ecr";
import * as pulumi from "@pulumi/pulumi";
import type { RepositoryPlan } from "../../src/plan/resolved-system.js";

/** What an ECR repository is made of; the plan computes it. */
export interface EcrRepositoryArgs {
  /** Name in the registry, with `/` between its parts. */
  name: RepositoryPlan["name"];
  /** Whether tags may be moved, and which ones where the others may not. */
  mutability: RepositoryPlan["mutability"];
  /** Which images expire, and when. */
  lifecycle: RepositoryPlan["lifecycle"];
  /** Who else may pull. Default: nobody but the account itself. */
  policy?: RepositoryPlan["policy"];
  /**
   * Lets a destroy delete the repository together with the images in it. ECR reads it from the repository's own
   * state, so it takes effect at the destroy after the `up` that set it. Default: false.
   */
  forceDelete?: boolean;
  /** Makes Pulumi refuse to delete the repository. Default: false. */
  protect?: boolean;
}

/** An ECR repository that scans on push, is encrypted with AES256 and forgets old images by rule (D34, D35). */
export class EcrRepository extends pulumi.ComponentResource {
  /** `ACCOUNT.dkr.ecr.REGION.amazonaws.com/NAME`. */
  readonly url: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: EcrRepositoryArgs, options?: pulumi.ComponentResourceOptions) {
    super("slipway:index:EcrRepository", name, {}, options);
    const protect = args.protect ?? false;

    const repository = new Repository(
      name,
      {
        name: args.name,
        imageScanningConfiguration: { scanOnPush: true },
        encryptionConfigurations: [{ encryptionType: "AES256" }],
        ...tagMutability(args.mutability),
        forceDelete: args.forceDelete ?? false,
      },
      { parent: this, protect },
    );
    new LifecyclePolicy(
      name,
      { repository: repository.name, policy: JSON.stringify(args.lifecycle) },
      { parent: this },
    );
    if (args.policy !== undefined) {
      new RepositoryPolicy(
        name,
        { repository: repository.name, policy: JSON.stringify(args.policy) },
        { parent: this },
      );
    }

    this.url = repository.repositoryUrl;
    this.arn = repository.arn;
    this.registerOutputs({ url: this.url, arn: this.arn });
  }
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
