import { Image } from "@pulumi/docker-build";
import * as pulumi from "@pulumi/pulumi";
import type { Build } from "../../src/build/prepare.js";
import type { Builder, ResolvedImage } from "../../src/plan/resolved-system.js";
import { type BaseInputs, buildInputs } from "./build-inputs.js";
import { refuseOtherContent } from "../ecr/immutable-tag.js";
import type { Registry } from "./registry-login.js";

/** What a registry image is built from and published to. */
export interface RegistryImageArgs extends BaseInputs {
  /** The image, with all that its build reads from this machine. @example (await prepareBuilds(system, {}, false))[0] */
  build: Build;
  /** Where it is published. @example registryAt(system.host) */
  registry: Registry;
}

/** One image, built by BuildKit and pushed under its tags. */
export class RegistryImage extends pulumi.ComponentResource {
  /** `HOST/REPOSITORY:TAG`, the first of its tags. */
  readonly reference: pulumi.Output<string>;
  /** `sha256:…` of what was pushed. */
  readonly digest: pulumi.Output<string>;

  constructor(name: string, args: RegistryImageArgs, options?: pulumi.ComponentResourceOptions) {
    super("slipway:index:RegistryImage", name, {}, options);
    const { image: resolved } = args.build;
    const repository = pulumi.interpolate`${args.registry.host}/${resolved.repository}`;

    const image = new Image(
      name,
      {
        ...buildInputs(args.build, args),
        ...cache(resolved, repository),
        tags: references(args, repository),
        push: false,
        exports: [{ raw: destination(resolved.builder) }],
        registries: [...args.registry.logins],
      },
      // A replaced or destroyed image may still be running; only the lifecycle policy expires it.
      { parent: this, retainOnDelete: true },
    );

    this.reference = pulumi.interpolate`${repository}:${resolved.tags[0] ?? "latest"}`;
    this.digest = image.digest;
    this.registerOutputs({ reference: this.reference, digest: this.digest });
  }
}

/** What is pushed: each tag in full. A tag that must not move is looked at first. */
function references({ build, registry }: RegistryImageArgs, repository: pulumi.Output<string>) {
  return build.image.tags.map((tag) => {
    const reference = pulumi.interpolate`${repository}:${tag}`;
    return build.image.immutableTags.includes(tag)
      ? refuseOtherContent(reference, build.content, registry.logins)
      : reference;
  });
}

/**
 * Not `push: true`, to rewrite timestamps, so that one source gives one digest. Docker's engine unpacks what it pushes
 * into its own store, and therefore refuses rewritten timestamps.
 */
function destination({ kind }: Builder): string {
  switch (kind) {
    case "buildkit":
      return "type=image,push=true,rewrite-timestamp=true";
    case "docker-engine":
      return "type=image,push=true";
    default:
      return kind satisfies never;
  }
}

/** Cache manifests for ECR: image manifests with OCI media types. A failing cache fails no build. */
function cache({ cacheTag }: ResolvedImage, repository: pulumi.Output<string>) {
  if (cacheTag === undefined) return {};
  const reference = pulumi.interpolate`type=registry,ref=${repository}:${cacheTag}`;
  return {
    cacheFrom: [{ raw: reference }],
    cacheTo: [
      {
        raw: pulumi.interpolate`${reference},mode=max,image-manifest=true,oci-mediatypes=true,ignore-error=true`,
      },
    ],
  };
}

/** The Pulumi name of an image: unique in a stack, because systems are, and images in their system. */
export function nameOf({ image: { system, spec } }: Build): string {
  return `${system}-${spec.id}`;
}
