import { createHash } from "node:crypto";
import path from "node:path";
import { localBuildArgs } from "../catalogue/image-spec.js";
import type { BaseSource, ResolvedBase, ResolvedImage, ResolvedSystem } from "../plan/resolved-system.js";
import { isInImageStore, newestLayout } from "./base-images.js";
import { type BaseRecord, layoutVersion } from "./layout-version.js";
import { MissingBaseError } from "./missing-base.js";
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

/** A base that this machine keeps for the builds on it: its place, and the stack's record of it. */
export interface KeptBase {
  readonly source: BaseSource;
  readonly record: BaseRecord;
}

/** Base image (`system/image`) → the stack's record of it after the last update. */
export type BaseRecords = Readonly<Record<string, BaseRecord>>;

/**
 * Stages the contexts of a system's builds and finds their base images.
 *
 * @param previous the stack's records; empty for a new stack.
 * @param isPreview a preview asks no daemon and assumes that a base is where the stack left it.
 * @param now the layout version of a base that must be built.
 * @throws MissingBaseError if an existing base is to be used but is missing.
 */
export async function prepareBuilds(
  { builds: images, checkout }: Pick<ResolvedSystem, "builds" | "checkout">,
  previous: BaseRecords,
  isPreview: boolean,
  now: () => number = Date.now,
): Promise<Build[]> {
  const staged = await Promise.all(
    images.map(async (image) => ({ image, staged: await stage(image, checkout ?? ".") })),
  );
  const builds = withContent(staged);
  return Promise.all(
    builds.map(async (build) => {
      const { base, baseSource } = build.image;
      const family = [build, ...builds.filter(({ image }) => image.base?.image === build.image.spec.id)];
      const identity = hashOf(family.map(({ content }) => content));
      return {
        ...build,
        kept: baseSource && (await keep(baseSource, previous[keyOf(build)], identity, isPreview, now)),
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

function stage({ spec, stage: folder }: ResolvedImage, checkout: string): Promise<StagedContext> {
  return stageContext({
    context: path.join(checkout, spec.context),
    dockerfile: path.join(checkout, spec.dockerfile),
    stage: folder,
  });
}

async function keep(
  source: BaseSource,
  previous: BaseRecord | undefined,
  identity: string,
  isPreview: boolean,
  now: () => number,
): Promise<KeptBase> {
  const version = await layoutVersion(previous, identity, {
    newestHere: () => newestHere(source, previous?.version ?? 1, isPreview),
    unused: now,
  });
  return { source: ofVersion(source, version), record: { identity, version } };
}

/** Docker's image store knows no versions: its image is assumed to be the recorded one. */
async function newestHere(
  source: BaseSource,
  remembered: number,
  isPreview: boolean,
): Promise<number | undefined> {
  switch (source.kind) {
    case "oci-layout":
      return (await newestLayout(source.directory))?.version;
    case "image-store":
      return isPreview || (await isInImageStore(source.name)) ? remembered : undefined;
    default:
      return source satisfies never;
  }
}

async function existingBase(base: ResolvedBase, isPreview: boolean): Promise<BaseSource> {
  const { source } = base;
  switch (source.kind) {
    case "oci-layout": {
      const layout = await newestLayout(source.directory);
      if (layout === undefined) throw new MissingBaseError(base);
      return { ...ofVersion(source, layout.version), digest: layout.digest };
    }
    case "image-store":
      if (!isPreview && !(await isInImageStore(source.name))) throw new MissingBaseError(base);
      return source;
    default:
      return source satisfies never;
  }
}

/** The place of one version of a base: each OCI layout has its own folder. */
function ofVersion<Source extends BaseSource>(source: Source, version: number): Source {
  return source.kind === "oci-layout"
    ? { ...source, directory: path.posix.join(source.directory, String(version)) }
    : source;
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
