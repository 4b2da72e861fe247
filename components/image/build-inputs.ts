import type { ImageArgs, types } from "@pulumi/docker-build";
import type * as pulumi from "@pulumi/pulumi";
import type { Build } from "../../src/build/prepare.js";
import { BUILD_TIME } from "../../src/catalogue/image-spec.js";

/** What a build is given beside its plan. */
export interface BuildExtras {
  /** The name in a `FROM` → where it is found instead. Default: none. */
  namedContexts?: Readonly<Record<string, pulumi.Input<string>>>;
  /** More build arguments. Default: none. */
  buildArgs?: Readonly<Record<string, pulumi.Input<string>>>;
}

/** The label that says what an image was made from; `immutable-tag.ts` compares it before a push. */
export const CONTENT_LABEL = "dev.slipway.content";

/**
 * A build argument that no Dockerfile reads: it carries a base's digest into the inputs of a build that is handed the
 * base by name, so that a new base is a new build.
 */
export const BASE_DIGEST_ARG = "SLIPWAY_BASE_DIGEST";

/** The inputs that decide what is built, without those that decide where it goes. */
export function buildInputs(
  { plan, staged, content }: Build,
  { namedContexts = {}, buildArgs = {} }: BuildExtras = {},
): Omit<ImageArgs, "push"> {
  return {
    context: {
      location: staged.context,
      named: Object.fromEntries(
        Object.entries(namedContexts).map(([name, location]) => [name, { location }]),
      ),
    },
    dockerfile: { location: staged.dockerfile },
    platforms: [...plan.platforms] as types.enums.Platform[],
    buildArgs: {
      ...plan.buildArgs,
      ...(plan.sourceVersionArg && { [plan.sourceVersionArg]: staged.identity.slice(0, 12) }),
      ...buildArgs,
      SOURCE_DATE_EPOCH: BUILD_TIME,
    },
    labels: { ...plan.labels, [CONTENT_LABEL]: content },
    builder: { name: plan.builder.name },
    ...(plan.builder.kind === "docker-engine" && { exec: true }),
    // A preview says what would be built; building is for `up`, and checking a Dockerfile for `npm run check`.
    buildOnPreview: false,
    ...(plan.target !== undefined && { target: plan.target }),
  };
}
