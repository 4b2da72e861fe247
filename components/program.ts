import { RegistryScanningConfiguration } from "@pulumi/aws/ecr";
import * as pulumi from "@pulumi/pulumi";
import { prepareBuilds, recordsOf } from "../src/build/prepare.js";
import type { System } from "../src/catalogue/system.js";
import type { Plan, RegistryScanning } from "../src/plan/plan.js";
import { githubOidcProvider } from "./access/github-oidc-provider.js";
import { asRunError } from "./as-run-error.js";
import type * as GithubStack from "./github/github-stack.js";
import { loadPlan } from "./load-plan.js";
import { SoftwareSystem } from "./software-system.js";
import { MEMORY_OUTPUT, rememberedBases } from "./stack-memory.js";

/** The program of every stack of a catalogue: load, plan, declare, output. */
export function program(catalogue: readonly System[]) {
  return () => asRunError(() => declareStack(catalogue));
}

async function declareStack(catalogue: readonly System[]) {
  const plan = await loadPlan(catalogue);
  const github = githubOf(plan);
  const remembered = await rememberedBases();
  const prepared = await Promise.all(
    plan.systems.map(async (system) => ({
      system,
      builds: await prepareBuilds(system, remembered, pulumi.runtime.isDryRun()),
      delivery: github?.deliveries.get(system.name),
    })),
  );

  const scanning = plan.registryScanning && declareRegistryScanning(plan.registryScanning);
  const oidcProvider = plan.oidcProvider && (await githubOidcProvider(plan.oidcProvider));
  const systems = prepared.map((args) => new SoftwareSystem(args.system.name, { ...args, oidcProvider }));
  github?.declareSettings(systems);
  if (plan.isProtected !== undefined) {
    new DestroyGuard([...systems, ...(scanning ? [scanning] : [])], plan.isProtected);
  }

  const records = recordsOf(prepared.flatMap(({ builds }) => builds));
  return { ...describeStack(plan, systems), [MEMORY_OUTPUT]: { ...remembered, ...records } };
}

/** The stack's share of GitHub, loaded only where it has one: most do not. */
function githubOf(plan: Plan) {
  if (!plan.systems.some(({ settings, delivery }) => settings ?? delivery)) return undefined;
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- import() knows no TypeScript here
  const { prepareGithub } = require("./github/github-stack.js") as typeof GithubStack;
  return prepareGithub(plan);
}

/** An account and region have one such setting, for all repositories. A destroy restores AWS's default. */
function declareRegistryScanning({ type, frequency }: RegistryScanning): RegistryScanningConfiguration {
  return new RegistryScanningConfiguration("scanning", {
    scanType: type,
    rules: [{ scanFrequency: frequency, repositoryFilters: [{ filter: "*", filterType: "WILDCARD" }] }],
  });
}

/**
 * If protected, makes Pulumi refuse a destroy as a whole: it depends on everything named, so a destroy reaches it
 * first. Protecting only the repositories is not enough: a destroy deletes what depends on them, such as lifecycle
 * policies and roles, before it reaches them. Declared without protection, too, because that removes the protection.
 */
class DestroyGuard extends pulumi.ComponentResource {
  constructor(everything: readonly pulumi.Resource[], protect: boolean) {
    super("slipway:index:DestroyGuard", "destroy-guard", {}, { protect, dependsOn: [...everything] });
    this.registerOutputs();
  }
}

/** The stack's outputs, without what it remembers for itself. */
function describeStack({ systems: planned, toDo }: Plan, systems: readonly SoftwareSystem[]) {
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
    /** The required checks of each repository, and the jobs that are not required, with the reason. */
    ...(settings.length > 0 && {
      checks: Object.fromEntries(
        settings.map(({ owner, repository, checks: { required, leftOut } }) => [
          `${owner}/${repository}`,
          { required, leftOut: leftOut.map(({ job, because }) => `${job}: ${because}`) },
        ]),
      ),
    }),
    toDo,
  };
}

/** One published image, as the stack's output `images` lists it. */
export interface PublishedImage {
  system: string;
  image: string;
  /** `HOST/REPOSITORY:TAG`, to deploy by name (D37). */
  reference: pulumi.Output<string>;
  /** `sha256:…`, to deploy by content. */
  digest: pulumi.Output<string>;
}

function imagesOf({ name, images }: SoftwareSystem): PublishedImage[] {
  return [...images].map(([image, { reference, digest }]) => ({ system: name, image, reference, digest }));
}
