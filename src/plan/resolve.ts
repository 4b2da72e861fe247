import { deepFreeze } from "../catalogue/frozen.js";
import { DEFAULT_BRANCH } from "../catalogue/tag-policy.js";
import { groupBy } from "../catalogue/group-by.js";
import { missingFields } from "../catalogue/missing-fields.js";
import type { System } from "../catalogue/system.js";
import { distinct } from "../catalogue/tag-class.js";
import type { Configuration } from "../configuration/configuration.js";
import type { ExpressionReader } from "../pipeline/expression-reader.js";
import { planRoles } from "./access/roles.js";
import { type DeliveredFile, planDelivery } from "./delivery-plan.js";
import { planRepository } from "./ecr/repository-plan.js";
import { inBuildOrder, resolveImages } from "./resolve-images.js";
import type { HostPlan, ResolvedSystem } from "./resolved-system.js";
import { planSettings, variablesOf } from "./settings/settings-plan.js";

/** What systems are resolved with, beside the catalogue and the configuration. */
export interface Means {
  /** Name of the Pulumi stack. Default: none, where nothing is built. */
  readonly stack?: string;
  /** Reads expressions in workflows. Default: none, where the stack owns no repository settings. */
  readonly reader?: ExpressionReader | undefined;
  /** Makes every file that a system is given. Default: none, where nobody reads files. */
  readonly filesOf?: ((system: ResolvedSystem) => readonly DeliveredFile[]) | undefined;
}

/** Those systems of a catalogue that a stack owns, in the catalogue's order. */
export function ownedSystems(
  { systems }: Pick<Configuration, "systems">,
  catalogue: readonly System[],
): readonly System[] {
  return catalogue.filter(({ name }) => systems.includes(name));
}

/**
 * Resolves the systems that a stack owns: everything that follows for each from the catalogue and the configuration.
 *
 * Pure. Workflows and what follows from them are computed when first read, and once: most stacks need none. A system
 * that lacks a required field is left out; `problemsOf` names it.
 */
export function resolve(
  configuration: Configuration,
  catalogue: readonly System[],
  means: Means = {},
): readonly ResolvedSystem[] {
  return ownedSystems(configuration, catalogue)
    .filter((system) => missingFields([system]).length === 0)
    .map((system) => resolveSystem(system, configuration, means));
}

function resolveSystem(
  system: System,
  configuration: Configuration,
  { stack = "", reader, filesOf }: Means,
): ResolvedSystem {
  const { name, registry, releaseTags, dependencyUpdates } = system;
  const { ciAccess, repositorySettings, delivery, replaceFiles } = configuration;
  const ids = ciAccess.kind === "role" ? ciAccess.githubIds[name] : undefined;
  const owner = system.owner ?? configuration.owner;
  const repository = { owner, name: system.repository, ...(ids && { ids }) };
  const host = hostOf(system, configuration);
  const versions = { ...system.versions, ...configuration.versions[name] };
  const checkout = configuration.checkouts[name];
  const context = { owner, repository: repository.name, versions, stack };
  const images = resolveImages(system, configuration, context);
  const [first, ...rest] = images.map(({ spec }) => spec);
  const inEcr = host.kind === "ecr";
  const onGhcr = registry === "ghcr" && configuration.registry.kind === "cloud";

  const facts = deepFreeze({
    name,
    repository,
    defaultBranch: DEFAULT_BRANCH,
    registry,
    host,
    releaseTags,
    versions,
    images,
    checkout,
    dependencyUpdates,
    builds:
      checkout === undefined ? [] : inBuildOrder(images).filter((image) => isBuilt(image, configuration)),
    repositories: inEcr
      ? [...groupBy(images, (image) => image.repository)].map(([of, group]) =>
          planRepository(
            of,
            distinct(group.flatMap((image) => image.tagClasses)),
            host.region,
            configuration,
          ),
        )
      : [],
    pullAccounts: inEcr ? configuration.pullAccounts : [],
    packages: [...new Set(onGhcr ? images.map(({ spec }) => spec.repository) : [])].map((packageName) => ({
      system: name,
      owner,
      name: packageName,
      repository: `${owner}/${repository.name}`,
      days: configuration.retention.days,
    })),
  });
  const resolved: ResolvedSystem = withLazy(facts, {
    workflows: () => deepFreeze([...((first && system.workflows?.([first, ...rest])) ?? [])]),
    roles: () => deepFreeze(planRoles(resolved, ciAccess)),
    variables: () => deepFreeze(variablesOf(resolved)),
    settings: () =>
      repositorySettings.kind === "none"
        ? undefined
        : deepFreeze(planSettings(resolved, repositorySettings, required(reader, "reader of expressions"))),
    files: () => required(filesOf, "maker of files")(resolved),
    delivery: () => (delivery === "off" ? undefined : deepFreeze(planDelivery(resolved, replaceFiles))),
  });
  return resolved;
}

type Lazy = Pick<ResolvedSystem, "workflows" | "roles" | "variables" | "settings" | "files" | "delivery">;

/** Adds what is computed when first read, and once. */
function withLazy(
  facts: Omit<ResolvedSystem, keyof Lazy>,
  compute: { readonly [Name in keyof Lazy]: () => Lazy[Name] },
): ResolvedSystem {
  const properties = Object.entries<() => unknown>(compute).map(([name, first]) => {
    let known: { readonly value: unknown } | undefined;
    return [name, { enumerable: true, get: () => (known ??= { value: first() }).value }] as const;
  });
  return Object.freeze(
    Object.defineProperties({ ...facts } as ResolvedSystem, Object.fromEntries(properties)),
  );
}

function hostOf(system: System, { registry }: Configuration): HostPlan {
  switch (registry.kind) {
    case "local":
      return { kind: "known", host: registry.address };
    case "cloud":
      return system.registry === "ecr"
        ? { kind: "ecr", region: registry.region }
        : { kind: "known", host: "ghcr.io" };
    default:
      return registry satisfies never;
  }
}

/** An image without a tag is not published; a base may be taken as it lies on this machine. */
function isBuilt({ tags, baseSource }: ResolvedSystem["images"][number], { bases }: Configuration): boolean {
  return tags.length > 0 && (bases === "build" || baseSource === undefined);
}

function required<Value>(value: Value | undefined, what: string): Value {
  if (value === undefined) throw new Error(`systems were resolved without a ${what}`);
  return value;
}
