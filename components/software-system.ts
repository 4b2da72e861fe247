import * as pulumi from "@pulumi/pulumi";
import type { Build } from "../src/build/prepare.js";
import { groupBy } from "../src/catalogue/group-by.js";
import type { ImageSpec } from "../src/catalogue/image-spec.js";
import type { ResolvedSystem, RolePlan } from "../src/plan/resolved-system.js";
import { GithubActionsRole, registryRole } from "./access/registry-role.js";
import { EcrRepository } from "./ecr/ecr-repository.js";
import { RepositoryFiles, type RepositoryFilesArgs } from "./github/repository-files.js";
import { BaseAndAppImages } from "./image/base-and-app-images.js";
import { nameOf, RegistryImage } from "./image/registry-image.js";
import { type Registry, registryAt } from "./image/registry-login.js";

/** One system of the plan, and its builds made ready. */
export interface SoftwareSystemArgs {
  /** The system, as the plan has it. @example plan.systems[0] */
  system: ResolvedSystem;
  /** Its builds, a base before what is built on it. @example await prepareBuilds(system, {}, false) */
  builds: readonly Build[];
  /**
   * ARN of the account's OIDC provider for GitHub.
   *
   * @default none, where no role needs it
   * @example "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"
   */
  oidcProvider?: pulumi.Input<string> | undefined;
  /**
   * The files of its own repository, and how GitHub is reached.
   *
   * @default none, where the stack does not deliver
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
    const { system, builds, oidcProvider, delivery } = args;
    const own = { parent: this };

    this.name = system.name;
    advise(builds, this);
    this.repositories = new Map(
      system.repositories.map((plan) => [plan.name, new EcrRepository(plan.name, plan, own)]),
    );
    this.roles = new Map(system.roles.map((role) => [role.name, declareRole(role, oidcProvider, own)]));
    this.images = this.declareImages(args);
    if (delivery !== undefined) new RepositoryFiles(name, delivery, own);

    this.registerOutputs({
      repositories: [...this.repositories.values()].map(({ url }) => url),
      images: [...this.images.values()].map(({ reference }) => reference),
    });
  }

  private declareImages({ system, builds }: SoftwareSystemArgs): Map<string, RegistryImage> {
    if (builds.length === 0) return new Map();
    const registry = registryAt(system.host);
    const families = groupBy(builds, ({ image }) => image.base?.image ?? image.spec.id);
    return new Map(
      [...families].flatMap(([id, family]) => {
        // ECR does not create a repository at the first push.
        const dependsOn = family.flatMap(({ image }) => this.repositories.get(image.repository) ?? []);
        return [...declareFamily(id, family, registry, { parent: this, dependsOn })];
      }),
    );
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

/** Warns of what the sources hold and, before they are built, tells where to look if a build fails. */
function advise(builds: readonly Build[], system: SoftwareSystem): void {
  for (const { staged, image } of builds) {
    const { id } = image.spec;
    if (staged.holdsGit) {
      const warning = `The build of image ${id} includes .git, which differs between two clones of one commit, so the image differs, too. ${leavingOut(".git", image.spec)}`;
      void pulumi.log.warn(warning, system);
    }
    for (const file of staged.secretFiles) {
      const warning = `The build of image ${id} can see ${file}, which may contain secrets: a COPY of everything would publish them. ${leavingOut(file, image.spec)}`;
      void pulumi.log.warn(warning, system);
    }
  }
  const unseen = builds.filter(({ image }) => image.builder.kind === "docker-engine").map(nameOf);
  if (unseen.length === 0 || pulumi.runtime.isDryRun()) return;
  const hint = `Docker's own engine builds ${unseen.join(", ")}. If a build fails, Pulumi shows only its exit status; \`docker buildx history logs\` shows why.`;
  void pulumi.log.info(hint, system);
}

function leavingOut(file: string, { context, dockerfile }: ImageSpec): string {
  const folder = context === "." ? "" : `${context}/`;
  return `Fix: add a line ${file} to ${dockerfile}.dockerignore if there is one, else to ${folder}.dockerignore.`;
}
