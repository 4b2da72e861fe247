import path from "node:path";
import type { Configuration } from "../configuration/configuration.js";
import { imageSpec } from "../catalogue/image-spec.js";
import { immutableTags } from "./ecr/mutability.js";
import { ghcrRepository } from "../catalogue/names.js";
import type { Builder, BuildPlan, Handover, HostPlan } from "./plan.js";
import type { BaseImage, Image, Platform, System } from "../catalogue/system.js";
import { CACHE_TAG } from "../catalogue/tag-class.js";
import { tagClasses, tagsOfStack } from "./tags.js";

/** Working files of all stacks, below the Pulumi project's folder. */
export const WORK_DIRECTORY = ".slipway";

const DOCKER_ENGINES = new Set(["default", "desktop-linux"]);

/** Whether a buildx builder of this name is Docker's own engine: the `docker` driver, with its local image store. */
export function isDockerEngine(builder: string): boolean {
  return DOCKER_ENGINES.has(builder);
}

/** Plans one image's build. `asBase` is how the image built on this one names it, where there is one. */
export function planBuild({
  image,
  asBase,
  system,
  checkout,
  configuration,
  stack,
}: {
  image: Image;
  asBase: BaseImage | undefined;
  system: System;
  checkout: string;
  configuration: Configuration;
  stack: string;
}): BuildPlan {
  const tags = tagsOfStack(image, system, configuration);
  const inputs = imageSpec(image, system, {
    owner: configuration.owner,
    versions: configuration.versions[system.name],
  });
  return {
    system: system.name,
    image: image.id,
    host: hostOf(system, configuration),
    repository: repositoryOf(image, system, configuration),
    tags,
    immutableTags: immutableTags(tags, tagClasses(image, system, configuration), configuration.tagMutability),
    sources: { checkout, context: inputs.context, dockerfile: inputs.dockerfile },
    stage: path.posix.join(WORK_DIRECTORY, stack, "contexts", system.name, image.id),
    platforms: platformsOf(image, configuration),
    target: inputs.target,
    buildArgs: { ...inputs.variableArgs, ...inputs.buildArgs },
    sourceVersionArg: inputs.sourceVersionArg,
    labels: inputs.labels,
    builder: builderOf(image.id, system, configuration),
    base: image.base && {
      ...image.base,
      built: configuration.bases === "build",
      handover: handoverOf(image.base, system, configuration, stack),
    },
    handover: asBase && handoverOf(asBase, system, configuration, stack),
    cacheTag: configuration.buildCache === "registry" ? CACHE_TAG : undefined,
  };
}

/** Those of an image's platforms that the stack builds. None only where `problemsOf` says so. */
export function platformsOf({ platforms }: Image, { registry }: Pick<Configuration, "registry">): Platform[] {
  const chosen = registry.kind === "local" ? registry.platforms : undefined;
  return platforms.filter((platform) => chosen?.includes(platform) ?? true);
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

function repositoryOf(image: Image, system: System, { registry, owner }: Configuration): string {
  return registry.kind === "cloud" && system.registry === "ghcr"
    ? ghcrRepository(system.owner ?? owner, image.repository)
    : image.repository;
}

function builderOf(image: string, system: System, { builder, builders }: Configuration): Builder {
  const name = builders[`${system.name}/${image}`] ?? builder;
  return { kind: isDockerEngine(name) ? "docker-engine" : "buildkit", name };
}

/** Docker's engine keeps a base among its own images; any other builder takes an OCI layout. */
function handoverOf(base: BaseImage, system: System, configuration: Configuration, stack: string): Handover {
  return builderOf(base.image, system, configuration).kind === "docker-engine"
    ? { kind: "image-store", name: base.name }
    : {
        kind: "oci-layout",
        name: base.name,
        directory: path.posix.join(WORK_DIRECTORY, stack, "layouts", system.name, base.image),
      };
}
