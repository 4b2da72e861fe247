import * as pulumi from "@pulumi/pulumi";
import type { KeptBase } from "../../src/build/base-images.js";
import type { Build } from "../../src/build/prepare.js";
import { BaseImage } from "./base-image.js";
import { BASE_DIGEST_ARG, inputsFrom } from "./build-inputs.js";
import { nameOf, RegistryImage } from "./registry-image.js";
import type { Registry } from "./registry-login.js";

/** One base, what is built on it, and where they go. */
export interface BaseAndAppImagesArgs {
  /**
   * The base.
   *
   * @default none: it is used as it lies on this machine
   * @example builds.find(({ image }) => image.spec.id === "base")
   */
  base: Build | undefined;
  /**
   * The images built on it.
   *
   * @example builds.filter(({ image }) => image.base !== undefined)
   */
  apps: readonly Build[];
  /**
   * Where all of them are published.
   *
   * @example registryAt(system.host)
   */
  registry: Registry;
}

/** A base image, and applications built on exactly that base's digest (D3, D4, D14, D15). */
export class BaseAndAppImages extends pulumi.ComponentResource {
  /** Every published image by its id in the system: the base, where it is built here, and the applications. */
  readonly images: ReadonlyMap<string, RegistryImage>;

  constructor(name: string, args: BaseAndAppImagesArgs, options?: pulumi.ComponentResourceOptions) {
    super("slipway:index:BaseAndAppImages", name, {}, options);
    const local = args.base?.kept && this.keep(args.base, args.base.kept);
    const published = args.base && local && this.publishBase(args.base, local, args.registry);
    const apps = args.apps.map((app) => this.publishApp(app, local, args.registry));

    this.images = new Map([...(published === undefined ? [] : [published]), ...apps]);
    this.registerOutputs({
      digests: Object.fromEntries([...this.images].map(([id, { digest }]) => [id, digest])),
    });
  }

  private keep(build: Build, kept: KeptBase): BaseImage {
    return new BaseImage(`${nameOf(build)}-local`, { build, kept }, { parent: this });
  }

  /**
   * The base is also pushed to the registry. The provider has one destination per build, so this is a second build that
   * takes every step from BuildKit's cache; the digest ties it to the first.
   */
  private publishBase(build: Build, local: BaseImage, registry: Registry): [string, RegistryImage] {
    const buildArgs = { [BASE_DIGEST_ARG]: local.digest };
    return [
      build.image.spec.id,
      new RegistryImage(nameOf(build), { build, registry, buildArgs }, { parent: this }),
    ];
  }

  private publishApp(
    build: Build,
    local: BaseImage | undefined,
    registry: Registry,
  ): [string, RegistryImage] {
    const { existingBase, image } = build;
    const base = local?.inputs ?? (existingBase && inputsFrom(existingBase));
    return [image.spec.id, new RegistryImage(nameOf(build), { build, registry, ...base }, { parent: this })];
  }
}
