import type { ImageArgs, types } from "@pulumi/docker-build";
import * as pulumi from "@pulumi/pulumi";
import type { Build } from "../../src/build/prepare.js";
import { BUILD_TIME, localBuildArgs } from "../../src/catalogue/image-spec.js";
import type { BaseSource } from "../../src/plan/resolved-system.js";

/** What a build is given beside its image, in the provider's own form. */
export interface BaseInputs {
  /** The name in a `FROM` → where it is found instead: `{ location: "oci-layout:///path@sha256:…" }`. @default {} */
  named?: NonNullable<types.input.BuildContextArgs["named"]>;
  /** More build arguments, such as SLIPWAY_BASE_DIGEST. @default none */
  buildArgs?: Readonly<Record<string, pulumi.Input<string>>>;
}

/** The label that says what an image was made from; `immutable-tag.ts` compares it before a push. */
export const CONTENT_LABEL = "dev.slipway.content";

/**
 * A build argument that no Dockerfile reads: it adds a base's digest to the inputs of a build that receives the base by
 * name, so that a new base causes a new build.
 */
export const BASE_DIGEST_ARG = "SLIPWAY_BASE_DIGEST";

/** The inputs that decide what is built, without the destination. */
export function buildInputs(
  { image, staged, content }: Build,
  { named = {}, buildArgs = {} }: BaseInputs = {},
): Omit<ImageArgs, "push"> {
  const { spec, builder } = image;
  return {
    context: { location: staged.context, named },
    dockerfile: { location: staged.dockerfile },
    platforms: [...image.platforms] as types.enums.Platform[],
    buildArgs: {
      ...localBuildArgs(spec),
      ...(spec.sourceVersionArg && { [spec.sourceVersionArg]: staged.identity.slice(0, 12) }),
      ...buildArgs,
      SOURCE_DATE_EPOCH: BUILD_TIME,
    },
    labels: { ...spec.labels, [CONTENT_LABEL]: content },
    builder: { name: builder.name },
    ...(builder.kind === "docker-engine" && { exec: true }),
    // A preview builds nothing; `up` builds, and `npm run check` checks Dockerfiles.
    buildOnPreview: false,
    ...(spec.target !== undefined && { target: spec.target }),
  };
}

/**
 * What gives a build its base. An OCI layout is a named context, by digest. Docker's engine finds the name among its
 * own images, where a digest would send it to a registry; there the digest only marks a new base. Without a digest, the
 * base is taken as it lies on this machine.
 */
export function inputsFrom(source: BaseSource, digest?: pulumi.Input<string>): BaseInputs {
  switch (source.kind) {
    case "oci-layout": {
      const location = pulumi.interpolate`oci-layout://${source.directory}@${digest ?? source.digest ?? ""}`;
      return { named: { [source.name]: { location } } };
    }
    case "image-store":
      return digest === undefined ? {} : { buildArgs: { [BASE_DIGEST_ARG]: digest } };
    default:
      return source satisfies never;
  }
}
