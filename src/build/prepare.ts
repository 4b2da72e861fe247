import { createHash } from "node:crypto";
import path from "node:path";
import { localBuildArgs } from "../catalogue/image-spec.js";
import type { BaseSource, ResolvedImage, ResolvedSystem } from "../plan/resolved-system.js";
import { type BaseRecord, existingBase, keepBase, type KeptBase } from "./base-images.js";
import { stageContext, type StagedContext } from "./stage.js";

/** A build, with everything prepared that it reads from this machine. */
export interface Build {
  readonly image: ResolvedImage;
  readonly staged: StagedContext;
  /** SHA-256, in hex, of everything that decides the image's content, its base included. */
  readonly content: string;
  /** How the builds on this image receive it. Undefined if nothing is built on it. */
  readonly kept: KeptBase | undefined;
  /** The base, if the stack uses an existing one. */
  readonly existingBase: BaseSource | undefined;
}

/** Base image (`system/image`) → the stack's record of it after the last update. */
export type BaseRecords = Readonly<Record<string, BaseRecord>>;

/**
 * Stages the contexts of a system's builds and finds their base images.
 *
 * @param previous the stack's records; empty for a new stack.
 * @param isPreview a preview asks no daemon and assumes that a base is where the stack left it.
 * @param now the layout version of a base that must be built.
 * @throws UserError if an existing base is to be used but is missing.
 */
export async function prepareBuilds(
  { builds: images, checkout = "." }: Pick<ResolvedSystem, "builds" | "checkout">,
  previous: BaseRecords,
  isPreview: boolean,
  now: () => number = Date.now,
): Promise<Build[]> {
  const staged = await Promise.all(
    images.map(async (image) => {
      const { spec, stage } = image;
      const context = path.join(checkout, spec.context);
      const dockerfile = path.join(checkout, spec.dockerfile);
      return { image, staged: await stageContext({ context, dockerfile, stage }) };
    }),
  );
  const builds = withContent(staged);
  return Promise.all(
    builds.map(async (build) => {
      const { base, baseSource } = build.image;
      const family = [build, ...builds.filter(({ image }) => image.base?.image === build.image.spec.id)];
      const identity = hashOf(family.map(({ content }) => content));
      return {
        ...build,
        kept: baseSource && (await keepBase(baseSource, previous[keyOf(build)], identity, isPreview, now)),
        existingBase: base?.built === false ? await existingBase(base, isPreview) : undefined,
      };
    }),
  );
}

/** What the stack records of these builds for the next update. */
export function recordsOf(builds: readonly Build[]): BaseRecords {
  return Object.fromEntries(
    builds.flatMap((build) => (build.kept === undefined ? [] : [[keyOf(build), build.kept.record]])),
  );
}

/** Identifies a base in a stack. */
function keyOf({ image: { system, spec } }: Pick<Build, "image">): string {
  return `${system}/${spec.id}`;
}

/** Builds are in order, so a base's content is known before that of the builds on it. */
function withContent(
  builds: readonly Pick<Build, "image" | "staged">[],
): Pick<Build, "image" | "staged" | "content">[] {
  const contents = new Map<string, string>();
  return builds.map(({ image, staged }) => {
    const { spec, platforms, base } = image;
    const content = hashOf([
      staged.identity,
      { platforms, target: spec.target, buildArgs: localBuildArgs(spec), labels: spec.labels },
      base && (contents.get(base.image) ?? base.name),
    ]);
    contents.set(spec.id, content);
    return { image, staged, content };
  });
}

function hashOf(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex");
}
