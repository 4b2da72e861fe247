import { Image } from "@pulumi/docker-build";
import * as pulumi from "@pulumi/pulumi";
import type { KeptBase } from "../../src/build/base-images.js";
import type { Build } from "../../src/build/prepare.js";
import { type BaseInputs, buildInputs, inputsFrom } from "./build-inputs.js";

/** What is kept, and where. */
export interface BaseImageArgs {
  /** The base, with all that its build reads from this machine. @example builds.find(({ kept }) => kept !== undefined) */
  build: Build;
  /** Where it is kept, and which layout version it is. @example build.kept */
  kept: KeptBase;
}

/**
 * A base image on this machine, for the builds on it. It never travels through a registry: whoever can push there, or
 * answer to the name, would decide what the application is built from (D4).
 */
export class BaseImage extends pulumi.ComponentResource {
  /** What a build on this image is given. */
  readonly inputs: BaseInputs;
  readonly digest: pulumi.Output<string>;

  constructor(name: string, { build, kept }: BaseImageArgs, options?: pulumi.ComponentResourceOptions) {
    super("slipway:index:BaseImage", name, {}, options);

    const image = new Image(
      name,
      { ...buildInputs(build, versionInputs(kept)), push: false, ...destination(kept) },
      { parent: this, retainOnDelete: true },
    );

    this.digest = image.digest;
    this.inputs = inputsFrom(kept.source, image.digest);
    this.registerOutputs({ digest: this.digest });
  }
}

/**
 * A base that was lost is built again because its inputs differ: an OCI layout's by its folder, an image's in Docker's
 * store by an argument that no Dockerfile reads. It has its first name, because another would build every base again.
 */
function versionInputs({ source, record }: KeptBase): BaseInputs {
  return source.kind === "image-store" && record.version > 1
    ? { buildArgs: { SLIPWAY_BASE_GENERATION: String(record.version) } }
    : {};
}

function destination({ source }: KeptBase) {
  switch (source.kind) {
    case "oci-layout":
      return {
        exports: [{ raw: `type=oci,dest=${source.directory},tar=false,rewrite-timestamp=true` }],
      };
    case "image-store":
      // Docker's image store unpacks images, and then accepts no rewritten timestamps.
      return { exports: [{ raw: "type=docker" }], tags: [source.name] };
    default:
      return source satisfies never;
  }
}
