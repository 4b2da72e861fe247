import * as pulumi from "@pulumi/pulumi";
import type { Build } from "../src/build/prepare.js";
import { groupBy } from "../src/catalogue/group-by.js";
import type { RolePlan } from "../src/plan/access/role-plan.js";
import type { ResolvedSystem } from "../src/plan/resolved-system.js";
import { buildHints, buildWarnings } from "./image/advice.js";
import { BaseAndAppImages } from "./image/base-and-app-images.js";
import { EcrRepository } from "./ecr/ecr-repository.js";
import { GithubActionsRole } from "./access/github-actions-role.js";
import { nameOf, RegistryImage } from "./image/registry-image.js";
import { RepositoryFiles, type RepositoryFilesArgs } from "./github/repository-files.js";
import { registryRole } from "./access/registry-role.js";
import { registryAt, type Registry } from "./image/registry-login.js";

/** One system of the plan, and its builds made ready. */
export interface SoftwareSystemArgs {
  /**
   * The system, as the plan has it.
   *
   * @example plan.systems[0]
   */
  system: ResolvedSystem;
  /**
   * Its builds, a base before what is built on it.
   *
   * @example await prepareBuilds(system, await rememberedBases(), pulumi.runtime.isDryRun())
   */
  builds: readonly Build[];
  /**
   * ARN of the account's OIDC provider for GitHub.
   *
   * @default none, where no role needs it
   * @example await githubOidcProvider("existing")
   */
  oidcProvider?: pulumi.Input<string> | undefined;
  /**
   * The files of its own repository, and how GitHub is reached.
   *
   * @default none: the stack does not deliver
   * @example { plan: system.delivery }
   */
  delivery?: RepositoryFilesArgs | undefined;
}

/** Everything that the stack declares for one system. */
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
    this.name = args.system.name;
    this.advise(args.builds);
    this.repositories = this.declareRepositories(args);
    this.roles = this.declareRoles(args);
    this.images = this.declareImages(args);
    if (args.delivery !== undefined) new RepositoryFiles(name, args.delivery, { parent: this });
    this.registerOutputs({
      repositories: [...this.repositories.values()].map(({ url }) => url),
      images: [...this.images.values()].map(({ reference }) => reference),
    });
  }

  private advise(builds: readonly Build[]): void {
    for (const warning of buildWarnings(builds)) void pulumi.log.warn(warning, this);
    if (pulumi.runtime.isDryRun()) return;
    for (const hint of buildHints(builds)) void pulumi.log.info(hint, this);
  }

  private declareRepositories({ system }: SoftwareSystemArgs): Map<string, EcrRepository> {
    return new Map(
      system.repositories.map((repository) => [
        repository.name,
        new EcrRepository(repository.name, repository, { parent: this }),
      ]),
    );
  }

  private declareRoles({ system, oidcProvider }: SoftwareSystemArgs): Map<string, pulumi.Output<string>> {
    return new Map(
      system.roles.map((role) => [role.name, declareRole(role, oidcProvider, { parent: this })] as const),
    );
  }

  private declareImages({ system, builds }: SoftwareSystemArgs): Map<string, RegistryImage> {
    if (builds.length === 0) return new Map();
    const registry = registryAt(system.host);
    const families = groupBy(builds, ({ image }) => image.base?.image ?? image.spec.id);
    return new Map(
      [...families].flatMap(([id, family]) => {
        const options = { parent: this, dependsOn: this.repositoriesOf(family) };
        return [...declareFamily(id, family, registry, options)];
      }),
    );
  }

  /** What images wait for: ECR does not create a repository at the first push. */
  private repositoriesOf(builds: readonly Build[]): EcrRepository[] {
    return builds.flatMap(({ image }) => this.repositories.get(image.repository) ?? []);
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
  const apps = family.filter(({ image }) => image.base !== undefined);
  const base = family.find(({ image }) => image.spec.id === baseId);
  if (apps.length > 0) {
    const name = `${family[0]?.image.system ?? baseId}-${baseId}`;
    return new BaseAndAppImages(name, { base, apps, registry }, options).images;
  }
  return family.map((build) => [
    build.image.spec.id,
    new RegistryImage(nameOf(build), { build, registry }, options),
  ]);
}
