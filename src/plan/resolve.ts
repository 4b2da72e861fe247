import { deepFreeze } from "../catalogue/frozen.js";
import { DEFAULT_BRANCH } from "../catalogue/tag-policy.js";
import { groupBy } from "../catalogue/group-by.js";
import { missingFields } from "../catalogue/missing-fields.js";
import type { System } from "../catalogue/system.js";
import type { Configuration } from "../configuration/configuration.js";
import type { ExpressionReader } from "../pipeline/expression-reader.js";
import { planRoles } from "./access/plan-roles.js";
import type { DeliveredFile } from "./delivery-plan.js";
import { planRepository } from "./ecr/plan-repository.js";
import { ghcrPackages } from "./ghcr-packages.js";
import { once } from "./once.js";
import { planDelivery } from "./plan-delivery.js";
import { inBuildOrder, resolveImages } from "./resolve-images.js";
import type { HostPlan, ResolvedSystem } from "./resolved-system.js";
import { planSettings } from "./settings/plan-repository-settings.js";
import { variablesOf } from "./settings/variables.js";

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
  const { ciAccess, repositorySettings: settingsChoice, delivery, replaceFiles } = configuration;
  const ids = ciAccess.kind === "role" ? ciAccess.githubIds[name] : undefined;
  const repository = {
    owner: system.owner ?? configuration.owner,
    name: system.repository,
    ...(ids && { ids }),
  };
  const host = hostOf(system, configuration);
  const versions = { ...system.versions, ...configuration.versions[name] };
  const checkout = configuration.checkouts[name];
  const images = resolveImages(system, configuration, {
    owner: repository.owner,
    repository: repository.name,
    versions,
    stack,
  });
  const [first, ...rest] = images.map(({ spec }) => spec);
  const inEcr = host.kind === "ecr";

  const workflows = once(() => deepFreeze([...((first && system.workflows?.([first, ...rest])) ?? [])]));
  const roles = once(() => deepFreeze(planRoles(resolved, ciAccess)));
  const variables = once(() => deepFreeze(variablesOf(resolved)));
  const settings = once(() =>
    settingsChoice.kind === "none"
      ? undefined
      : deepFreeze(planSettings(resolved, settingsChoice, required(reader, "reader of expressions"))),
  );
  const files = once(() => required(filesOf, "maker of files")(resolved));
  const planned = once(() =>
    delivery === "off" ? undefined : deepFreeze(planDelivery(resolved, replaceFiles)),
  );

  const resolved: ResolvedSystem = Object.freeze({
    ...deepFreeze({
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
            planRepository(of, group, host.region, configuration),
          )
        : [],
      pullAccounts: inEcr ? configuration.pullAccounts : [],
      packages:
        registry === "ghcr" && configuration.registry.kind === "cloud"
          ? ghcrPackages(name, repository, images, configuration.retention)
          : [],
    }),
    get workflows() {
      return workflows();
    },
    get roles() {
      return roles();
    },
    get variables() {
      return variables();
    },
    get settings() {
      return settings();
    },
    get files() {
      return files();
    },
    get delivery() {
      return planned();
    },
  });
  return resolved;
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
