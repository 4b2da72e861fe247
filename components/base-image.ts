import { Image } from "@pulumi/docker-build";
import * as pulumi from "@pulumi/pulumi";
import type { Build, ExistingBase, PreparedHandover } from "../contexts/prepare.js";
import { buildInputs } from "./build-inputs.js";

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
  /** Where BuildKit finds the name in the application's `FROM`, by digest. */
  readonly location: pulumi.Output<string>;
  readonly digest: pulumi.Output<string>;

  constructor(name: string, { build, handover }: BaseImageArgs, options?: pulumi.ComponentResourceOptions) {
    super("slipway:index:BaseImage", name, {}, options);

    const image = new Image(
      name,
      { ...buildInputs(build), push: false, ...destination(handover) },
      { parent: this, retainOnDelete: true },
    );

    this.digest = image.digest;
    this.location = image.digest.apply((digest) => locationOf(handover, digest));
    this.registerOutputs({ location: this.location, digest: this.digest });
  }
}

/** Where BuildKit finds a base that was handed over. */
export function locationOf(handover: ExistingBase["handover"], digest: string | undefined): string {
  switch (handover.kind) {
    case "oci-layout":
      return `oci-layout://${handover.directory}@${digest ?? ""}`;
    case "image-store":
      return `docker-image://${handover.name}${digest === undefined ? "" : `@${digest}`}`;
    default:
      return handover satisfies never;
  }
}

function destination(handover: PreparedHandover) {
  switch (handover.kind) {
    case "oci-layout":
      return {
        exports: [{ raw: `type=oci,dest=${handover.directory},tar=false,rewrite-timestamp=true` }],
      };
    case "image-store":
      return {
        exports: [{ raw: "type=docker,rewrite-timestamp=true" }],
        tags: [handover.name],
      };
    default:
      return handover satisfies never;
  }
}
