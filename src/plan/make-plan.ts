import { accessToDo } from "./access/access-to-do.js";
import { planRoles } from "./access/plan-roles.js";
import type { Configuration } from "../configuration/configuration.js";
import { deepFreeze } from "../catalogue/frozen.js";
import { packageChecklist } from "./settings/package-checklist.js";
import { groupBy } from "../catalogue/group-by.js";
import { inWords } from "../problems/in-words.js";
import { planBuild } from "./plan-build.js";
import { planRepository } from "./ecr/plan-repository.js";
import type { OidcProvider, Plan, SystemPlan } from "./plan.js";
import { registryScanning } from "./ecr/registry-scanning.js";
import type { BaseImage, Image, System } from "../catalogue/system.js";
import { systemsOf } from "./systems-of.js";
import { tagsOfStack } from "./tags.js";

/**
 * Plans a stack: every name, tag, policy and build input that follows from the configuration and the catalogue.
 *
 * Pure. Both arguments must have passed `problemsOf`; `stack` is the Pulumi stack's name.
 */
export function makePlan(configuration: Configuration, catalogue: readonly System[], stack: string): Plan {
  const systems = systemsOf(configuration, catalogue);
  const planned = systems.map((system) => planSystem(system, configuration, stack));
  return deepFreeze({
    systems: planned,
    oidcProvider: oidcProvider(configuration, planned),
    registryScanning: registryScanning(configuration, systems),
    isProtected: planned.some(({ repositories }) => repositories.length > 0)
      ? configuration.protect
      : undefined,
    toDo: toDo(configuration, systems),
  });
}

function planSystem(system: System, configuration: Configuration, stack: string): SystemPlan {
  const checkout = configuration.checkouts[system.name];
  const bases = basesOf(system.images);
  const built = inBuildOrder(system.images).filter(
    (image) =>
      (configuration.bases === "build" || !bases.has(image.id)) &&
      tagsOfStack(image, system, configuration).length > 0,
  );
  return {
    name: system.name,
    repositories: ownsRepositories(system, configuration)
      ? [...groupBy(system.images, (image) => image.repository)].map(([name, images]) =>
          planRepository(name, images, system, configuration),
        )
      : [],
    roles: planRoles(system, configuration),
    builds:
      checkout === undefined
        ? []
        : built.map((image) =>
            planBuild({ image, asBase: bases.get(image.id), system, checkout, configuration, stack }),
          ),
  };
}

function oidcProvider({ ciAccess }: Configuration, systems: readonly SystemPlan[]): OidcProvider | undefined {
  const isNeeded = systems.some(({ roles }) => roles.some(({ trusted }) => trusted.kind === "github"));
  return ciAccess.kind === "role" && isNeeded ? ciAccess.oidcProvider : undefined;
}

/** Base image id → how it is named by the image built on it. */
function basesOf(images: readonly Image[]): Map<string, BaseImage> {
  return new Map(images.flatMap(({ base }) => (base === undefined ? [] : [[base.image, base] as const])));
}

function ownsRepositories(system: System, { registry }: Configuration): boolean {
  return system.registry === "ecr" && registry.kind === "cloud";
}

/** Bases first; otherwise as written. */
function inBuildOrder(images: readonly Image[]): Image[] {
  const byId = new Map(images.map((image) => [image.id, image]));
  const ordered = new Set<Image>();
  const visit = (image: Image): void => {
    const base = image.base && byId.get(image.base.image);
    if (base !== undefined && !ordered.has(base)) visit(base);
    ordered.add(image);
  };
  images.forEach(visit);
  return [...ordered];
}

function toDo(configuration: Configuration, systems: readonly System[]): string[] {
  const unbuilt = systems.filter((system) => configuration.checkouts[system.name] === undefined);
  const untagged = systems
    .filter((system) => !unbuilt.includes(system))
    .flatMap((system) =>
      system.images
        .filter((image) => tagsOfStack(image, system, configuration).length === 0)
        .map(({ id }) => `${system.name}/${id}`),
    );
  return [
    ...(unbuilt.length === 0
      ? []
      : [
          `No images of ${inWords(unbuilt.map(({ name }) => name))} are built by this stack: name the sources in slipway:checkouts, or leave them to CI.`,
        ]),
    ...untagged.map(
      (image) =>
        `${image} is not built by this stack, because its tags name branches, commits and releases: name a release in slipway:release, or leave it to its CI.`,
    ),
    ...systems.flatMap((system) => accessToDo(system, configuration)),
    ...(configuration.repositorySettings.kind === "managed"
      ? systems.flatMap((system) => packageChecklist(system, configuration.owner))
      : []),
    ...systems
      .filter((system) => system.registry === "ecr" && configuration.registry.kind === "cloud")
      .map(
        ({ name }) => `Redeploy whatever runs ${name} after an image changed; pushing does not restart it.`,
      ),
  ];
}
