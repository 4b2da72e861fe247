import * as pulumi from "@pulumi/pulumi";
import type { Build } from "../../src/build/prepare.js";
import { BaseImage } from "./base-image.js";
import { BASE_DIGEST_ARG, type BaseInputs, inputsFrom } from "./build-inputs.js";
import { nameOf, RegistryImage } from "./registry-image.js";
import type { Registry } from "./registry-login.js";

/** One base, what is built on it, and where they go. */
export interface BaseAndAppImagesArgs {
  /** The base. Undefined: the one on this machine is used. @example builds.find(({ kept }) => kept !== undefined) */
  base: Build | undefined;
  /** The images built on it. @example builds.filter(({ image }) => image.base !== undefined) */
  apps: readonly Build[];
  /** Where all of them are published. @example registryAt(system.host) */
  registry: Registry;
}

/** A base image, and applications built on exactly that base's digest (D3, D4, D14, D15). */
export class BaseAndAppImages extends pulumi.ComponentResource {
  /** Every published image by its id in the system: the base, where it is built here, and the applications. */
  readonly images: ReadonlyMap<string, RegistryImage>;

  constructor(name: string, args: BaseAndAppImagesArgs, options?: pulumi.ComponentResourceOptions) {
    super("slipway:index:BaseAndAppImages", name, {}, options);
    const { base, apps, registry } = args;
    const own = { parent: this };
    const local = base?.kept && new BaseImage(`${nameOf(base)}-local`, { build: base, kept: base.kept }, own);
    const publish = (build: Build, inputs: BaseInputs | undefined): [string, RegistryImage] => [
      build.image.spec.id,
      new RegistryImage(nameOf(build), { build, registry, ...inputs }, own),
    ];

    this.images = new Map([
      // The provider has one destination per build, so the base is built again to be pushed: every step comes from
      // BuildKit's cache, and the digest ties it to the first.
      ...(base && local ? [publish(base, { buildArgs: { [BASE_DIGEST_ARG]: local.digest } })] : []),
      ...apps.map((app) => publish(app, local?.inputs ?? (app.existingBase && inputsFrom(app.existingBase)))),
    ]);
    this.registerOutputs({
      digests: Object.fromEntries([...this.images].map(([id, { digest }]) => [id, digest])),
    });
  }
}
