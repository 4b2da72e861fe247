import * as pulumi from "@pulumi/pulumi";
import type { Build } from "../src/build/prepare.js";
import { groupBy } from "../src/catalogue/group-by.js";
import type { RolePlan } from "../src/plan/access/role-plan.js";
import type { SystemPlan } from "../src/plan/plan.js";
import { hintsOn, warningsOn } from "./image/advice.js";
import { BaseAndAppImages } from "./image/base-and-app-images.js";
import { EcrRepository } from "./ecr/ecr-repository.js";
import { GithubActionsRole } from "./access/github-actions-role.js";
import { nameOf, RegistryImage } from "./image/registry-image.js";
import { RepositoryFiles, type RepositoryFilesArgs } from "./github/repository-files.js";
import { registryRole } from "./access/registry-role.js";
import { registryAt, type Registry } from "./image/registry-login.js";

/** One system's share of the plan, and its builds made ready. */
export interface SoftwareSystemArgs {
  plan: SystemPlan;
  builds: readonly Build[];
  /** ARN of the account's OIDC provider for GitHub. Default: none, where no role needs it. */
  oidcProvider?: pulumi.Input<string> | undefined;
  /** The files of its own repository. Default: the stack does not deliver. */
  delivery?: RepositoryFilesArgs | undefined;
}

/** Everything that is declared for one system of the catalogue. */
export class SoftwareSystem extends pulumi.ComponentResource {
  /** As the catalogue spells it. */
  readonly name: string;
  /** Repository name → its ECR repository. */
  readonly repositories: ReadonlyMap<string, EcrRepository>;
  /** Role name → its ARN. */
  readonly roles: ReadonlyMap<string, pulumi.Output<string>>;
  /** Image id → the published image. */
  readonly images: ReadonlyMap<string, RegistryImage>;

  constructor(name: string, args: SoftwareSystemArgs, options?: pulumi.ComponentResourceOptions) {
    super("slipway:index:SoftwareSystem", name, {}, options);
    this.name = args.plan.name;
    this.advise(args.builds);
    this.repositories = this.declareRepositories(args.plan);
    this.roles = this.declareRoles(args);
    this.images = this.declareImages(args.builds);
    if (args.delivery !== undefined) new RepositoryFiles(name, args.delivery, { parent: this });
    this.registerOutputs({
      repositories: [...this.repositories.values()].map(({ url }) => url),
      images: [...this.images.values()].map(({ reference }) => reference),
    });
  }

  private advise(builds: readonly Build[]): void {
    for (const warning of warningsOn(builds)) void pulumi.log.warn(warning, this);
    if (pulumi.runtime.isDryRun()) return;
    for (const hint of hintsOn(builds)) void pulumi.log.info(hint, this);
  }

  private declareRepositories(plan: SystemPlan): Map<string, EcrRepository> {
    return new Map(
      plan.repositories.map((repository) => [
        repository.name,
        new EcrRepository(repository.name, repository, { parent: this }),
      ]),
    );
  }

  private declareRoles({ plan, oidcProvider }: SoftwareSystemArgs): Map<string, pulumi.Output<string>> {
    return new Map(
      plan.roles.map((role) => [role.name, declareRole(role, oidcProvider, { parent: this })] as const),
    );
  }

  private declareImages(builds: readonly Build[]): Map<string, RegistryImage> {
    const [first] = builds;
    if (first === undefined) return new Map();
    const registry = registryAt(first.plan.host);
    const families = groupBy(builds, ({ plan }) => plan.base?.image ?? plan.image);
    return new Map(
      [...families].flatMap(([id, family]) => {
        const options = { parent: this, dependsOn: this.repositoriesOf(family) };
        return [...declareFamily(id, family, registry, options)];
      }),
    );
  }

  /** What images have to wait for: ECR does not make a repository at the first push. */
  private repositoriesOf(builds: readonly Build[]): EcrRepository[] {
    return builds.flatMap(({ plan }) => this.repositories.get(plan.repository) ?? []);
  }
}

function declareRole(
  plan: RolePlan,
  oidcProvider: SoftwareSystemArgs["oidcProvider"],
  options: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  switch (plan.trusted.kind) {
    case "github":
      return new GithubActionsRole(plan.name, { plan, oidcProvider }, options).arn;
    case "aws":
      return registryRole(plan.name, plan, options).arn;
    default:
      return plan.trusted satisfies never;
  }
}

/** Images that share a base, or one image that has none and serves as none. */
function declareFamily(
  baseId: string,
  family: readonly Build[],
  registry: Registry,
  options: pulumi.ComponentResourceOptions,
): Iterable<[string, RegistryImage]> {
  const apps = family.filter(({ plan }) => plan.base !== undefined);
  const base = family.find(({ plan }) => plan.image === baseId);
  if (apps.length > 0) {
    const name = `${family[0]?.plan.system ?? baseId}-${baseId}`;
    return new BaseAndAppImages(name, { base, apps, registry }, options).images;
  }
  return family.map((build) => [
    build.plan.image,
    new RegistryImage(nameOf(build), { build, registry }, options),
  ]);
}
