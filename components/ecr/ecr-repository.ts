import { LifecyclePolicy, Repository, RepositoryPolicy } from "@pulumi/aws/ecr";
import * as pulumi from "@pulumi/pulumi";
import type { RepositoryPlan } from "../../src/plan/ecr/repository-plan.js";

/** An ECR repository that scans on push, is encrypted with AES256 and expires old images by rule (D34, D35). */
export class EcrRepository extends pulumi.ComponentResource {
  /** `ACCOUNT.dkr.ecr.REGION.amazonaws.com/NAME`. */
  readonly url: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;

  constructor(name: string, plan: RepositoryPlan, options?: pulumi.ComponentResourceOptions) {
    super("slipway:index:EcrRepository", name, {}, options);
    const own = { parent: this };

    const { repositoryUrl, arn, name: repository } = declareRepository(name, plan, own);
    new LifecyclePolicy(name, { repository, policy: JSON.stringify(plan.lifecycle) }, own);
    if (plan.policy !== undefined)
      new RepositoryPolicy(name, { repository, policy: JSON.stringify(plan.policy) }, own);

    this.url = repositoryUrl;
    this.arn = arn;
    this.registerOutputs({ url: this.url, arn: this.arn });
  }
}

function declareRepository(
  name: string,
  plan: RepositoryPlan,
  options: pulumi.CustomResourceOptions,
): Repository {
  return new Repository(
    name,
    {
      name: plan.name,
      imageScanningConfiguration: { scanOnPush: true },
      encryptionConfigurations: [{ encryptionType: "AES256" }],
      ...tagMutability(plan.mutability),
      forceDelete: plan.forceDelete,
    },
    { ...options, protect: plan.protect },
  );
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
