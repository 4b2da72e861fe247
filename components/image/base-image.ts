import { Image } from "@pulumi/docker-build";
import * as pulumi from "@pulumi/pulumi";
import type { Build, PreparedHandover } from "../../src/build/prepare.js";
import type { Handover } from "../../src/plan/plan.js";
import { BASE_DIGEST_ARG, buildInputs, type BuildExtras } from "./build-inputs.js";

/** What is handed over, and how. */
export interface BaseImageArgs {
  build: Build;
  handover: PreparedHandover;
}

/**
 * A base image on this machine, for the builds on it. It never goes by way of a registry: whoever can push there, or
 * answer to the name, would decide what the application is built from (D4).
 */
export class BaseImage extends pulumi.ComponentResource {
  /** What a build on this image is given. */
  readonly extras: BuildExtras;
  readonly digest: pulumi.Output<string>;

  constructor(name: string, { build, handover }: BaseImageArgs, options?: pulumi.ComponentResourceOptions) {
    super("slipway:index:BaseImage", name, {}, options);

    const image = new Image(
      name,
      { ...buildInputs(build, generationExtras(handover)), push: false, ...destination(handover) },
      { parent: this, retainOnDelete: true },
    );

    this.digest = image.digest;
    this.extras = extrasFrom(handover, image.digest);
    this.registerOutputs({ digest: this.digest });
  }
}

/**
 * What hands a base to the build on it. An OCI layout is a named context, by digest. Docker's engine finds the name
 * among its own images, where a digest would send it to a registry; there the digest only marks a new base.
 */
export function extrasFrom(handover: Handover, digest: pulumi.Input<string> | undefined): BuildExtras {
  switch (handover.kind) {
    case "oci-layout":
      return {
        namedContexts: {
          [handover.name]: pulumi.interpolate`oci-layout://${handover.directory}@${digest ?? ""}`,
        },
      };
    case "image-store":
      return digest === undefined ? {} : { buildArgs: { [BASE_DIGEST_ARG]: digest } };
    default:
      return handover satisfies never;
  }
}

/**
 * A base that was lost is built again because its inputs differ: an OCI layout's by its folder, an image's in Docker's
 * store by an argument that no Dockerfile reads.
 */
function generationExtras({ kind, generation }: PreparedHandover): BuildExtras {
  return kind === "image-store" && generation > 1
    ? { buildArgs: { SLIPWAY_BASE_GENERATION: String(generation) } }
    : {};
}

function destination(handover: PreparedHandover) {
  switch (handover.kind) {
    case "oci-layout":
      return {
        exports: [{ raw: `type=oci,dest=${handover.directory},tar=false,rewrite-timestamp=true` }],
      };
    case "image-store":
      // Docker's image store unpacks what it is given, and then takes no rewritten times.
      return { exports: [{ raw: "type=docker" }], tags: [handover.name] };
    default:
      return handover satisfies never;
  }
}
