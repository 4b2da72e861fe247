import type { Configuration } from "./configuration.js";
import { deepFreeze, type DeepReadonly } from "./frozen.js";
import { groupBy } from "./group-by.js";
import type { LifecyclePolicy } from "./lifecycle.js";
import type { Mutability } from "./mutability.js";
import { planBuild } from "./plan-build.js";
import { planRepository } from "./plan-repository.js";
import type { RepositoryPolicy } from "./repository-policy.js";
import type { BaseImage, Image, Platform, System } from "./system.js";

/** Everything a stack declares, by value. */
export type Plan = DeepReadonly<{
  systems: SystemPlan[];
  /** What is left for a person to do, one sentence each. */
  toDo: string[];
}>;

/** One system's share of the plan. */
export type SystemPlan = DeepReadonly<{
  name: string;
  repositories: RepositoryPlan[];
  /** In build order: a base stands before what is built on it. */
  builds: BuildPlan[];
}>;

/** The host that a repository is published at: known by name, or an account's own, known once AWS is asked. */
export type HostPlan =
  { readonly kind: "known"; readonly host: string } | { readonly kind: "ecr"; readonly region: string };

/** One ECR repository. */
export type RepositoryPlan = DeepReadonly<{
  name: string;
  mutability: Mutability;
  lifecycle: LifecyclePolicy;
  lifecycleInWords: string;
  policy: RepositoryPolicy | undefined;
  forceDelete: boolean;
  protect: boolean;
}>;

/** One image build. Paths are relative to the Pulumi project, so that two checkouts of it hold the same inputs. */
export type BuildPlan = DeepReadonly<{
  system: string;
  image: string;
  host: HostPlan;
  repository: string;
  /** Tags to publish; the first one names the image in outputs. */
  tags: string[];
  /** Those of `tags` that the registry refuses to overwrite. */
  immutableTags: string[];
  sources: { checkout: string; context: string; dockerfile: string };
  /** Folder that receives the staged context and Dockerfile. */
  stage: string;
  platforms: Platform[];
  target: string | undefined;
  buildArgs: Record<string, string>;
  sourceVersionArg: string | undefined;
  labels: Record<string, string>;
  builder: Builder;
  base: BasePlan | undefined;
  /** How images built on this one receive it. `undefined` where nothing is. */
  handover: Handover | undefined;
  /** Tag of the BuildKit cache in the same repository. */
  cacheTag: string | undefined;
}>;

/** What builds: BuildKit under a buildx builder, or Docker's own engine, which only its buildx plugin can drive. */
export interface Builder {
  readonly kind: "buildkit" | "docker-engine";
  readonly name: string;
}

/** How a base reaches the build on it, never by way of a registry. `name` is the one in the application's `FROM`. */
export type Handover =
  /** An OCI layout on disk, read by the client: works on every builder. */
  | { readonly kind: "oci-layout"; readonly name: string; readonly directory: string }
  /** The image store of a Docker engine. */
  | { readonly kind: "image-store"; readonly name: string };

/** What a build needs to know of its base. */
export type BasePlan = DeepReadonly<BaseImage & { built: boolean; handover: Handover }>;

/**
 * Plans a stack: every name, tag, policy and build input that follows from the configuration and the catalogue.
 *
 * Pure. Both arguments must have passed `problemsOf`; `stack` is the Pulumi stack's name.
 */
export function makePlan(configuration: Configuration, catalogue: readonly System[], stack: string): Plan {
  const systems = catalogue.filter((system) => configuration.systems.includes(system.name));
  return deepFreeze({
    systems: systems.map((system) => planSystem(system, configuration, stack)),
    toDo: toDo(configuration, systems),
  });
}

function planSystem(system: System, configuration: Configuration, stack: string): SystemPlan {
  const checkout = configuration.checkouts[system.name];
  const bases = basesOf(system.images);
  const built = inBuildOrder(system.images).filter(
    (image) => configuration.bases === "build" || !bases.has(image.id),
  );
  return {
    name: system.name,
    repositories: ownsRepositories(system, configuration)
      ? [...groupBy(system.images, (image) => image.repository)].map(([name, images]) =>
          planRepository(name, images, configuration),
        )
      : [],
    builds:
      checkout === undefined
        ? []
        : built.map((image) =>
            planBuild({ image, asBase: bases.get(image.id), system, checkout, configuration, stack }),
          ),
  };
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
  return [
    ...unbuilt.map(
      ({ name }) =>
        `No images of ${name} are built by this stack: name its sources in slipway:checkouts, or leave them to its CI.`,
    ),
    ...systems
      .filter((system) => system.registry === "ecr" && configuration.registry.kind === "cloud")
      .map(
        ({ name }) => `Redeploy whatever runs ${name} after an image changed; pushing does not restart it.`,
      ),
  ];
}
