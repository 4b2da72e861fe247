import path from "node:path";
import { imageSpec, type SpecContext } from "../catalogue/image-spec.js";
import { ghcrRepository } from "../catalogue/names.js";
import type { BaseReference } from "../catalogue/image.js";
import type { System } from "../catalogue/system.js";
import { CACHE_TAG } from "../catalogue/tag-class.js";
import type { Configuration } from "../configuration/configuration.js";
import { immutableTags } from "./ecr/mutability.js";
import type { BaseSource, Builder, ResolvedImage } from "./resolved-system.js";
import { tagClasses, tagsOfStack } from "./tags.js";

/** Working files of all stacks, below the Pulumi project's folder. */
export const WORK_DIRECTORY = ".slipway";

const DOCKER_ENGINES = new Set(["default", "desktop-linux"]);

/** Whether a buildx builder of this name is Docker's own engine: the `docker` driver, with its local image store. */
export function isDockerEngine(builder: string): boolean {
  return DOCKER_ENGINES.has(builder);
}

/** What the stack makes of their system. */
interface Surroundings extends SpecContext {
  /** Name of the Pulumi stack. */
  readonly stack: string;
}

/** Resolves the images of a system, in the catalogue's order. */
export function resolveImages(
  system: System,
  configuration: Configuration,
  { stack, ...context }: Surroundings,
): ResolvedImage[] {
  const { buildCache, registry, tagMutability } = configuration;
  const bases = new Map(
    system.images.flatMap(({ base }) => (base === undefined ? [] : [[base.image, base]])),
  );
  const isOnGhcr = system.registry === "ghcr" && registry.kind === "cloud";
  const sourceOf = (base: BaseReference) => baseSource(base, system, configuration, stack);
  return system.images.map((image) => {
    const spec = imageSpec(image, context);
    const asBase = bases.get(spec.id);
    const tags = tagsOfStack(spec, system, configuration);
    const classes = tagClasses(spec, system, configuration);
    return {
      system: system.name,
      spec,
      repository: isOnGhcr ? ghcrRepository(context.owner, spec.repository) : spec.repository,
      tagClasses: classes,
      tags,
      immutableTags: immutableTags(tags, classes, tagMutability),
      platforms: spec.platforms.filter(
        (platform) => registry.kind === "cloud" || (registry.platforms?.includes(platform) ?? true),
      ),
      builder: builderOf(spec.id, system, configuration),
      base: spec.base && {
        ...spec.base,
        built: configuration.bases === "build",
        source: sourceOf(spec.base),
      },
      baseSource: asBase && sourceOf(asBase),
      cacheTag: buildCache === "registry" ? CACHE_TAG : undefined,
      stage: path.posix.join(WORK_DIRECTORY, stack, "contexts", system.name, spec.id),
    };
  });
}

/** Bases first; otherwise as written. */
export function inBuildOrder(images: readonly ResolvedImage[]): ResolvedImage[] {
  const byId = new Map(images.map((image) => [image.spec.id, image]));
  const visited = new Set<ResolvedImage>();
  const ordered: ResolvedImage[] = [];
  const visit = (image: ResolvedImage): void => {
    if (visited.has(image)) return;
    visited.add(image);
    const base = image.base && byId.get(image.base.image);
    if (base !== undefined) visit(base);
    ordered.push(image);
  };
  images.forEach(visit);
  return ordered;
}

function builderOf(image: string, system: System, { builder, builders }: Configuration): Builder {
  const name = builders[`${system.name}/${image}`] ?? builder;
  return { kind: isDockerEngine(name) ? "docker-engine" : "buildkit", name };
}

function baseSource(
  base: BaseReference,
  system: System,
  configuration: Configuration,
  stack: string,
): BaseSource {
  const { name, image } = base;
  return builderOf(image, system, configuration).kind === "docker-engine"
    ? { kind: "image-store", name }
    : {
        kind: "oci-layout",
        name,
        directory: path.posix.join(WORK_DIRECTORY, stack, "layouts", system.name, image),
      };
}
