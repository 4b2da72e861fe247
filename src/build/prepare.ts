import { createHash } from "node:crypto";
import path from "node:path";
import type { BuildPlan, Handover, SystemPlan } from "../plan/plan.js";
import { isInImageStore, newestLayout } from "./base-images.js";
import { generationOf, type HandoverRecord } from "./generation.js";
import { MissingBaseError } from "./missing-base.js";
import { stageContext, type StagedContext } from "./stage.js";

/** A build with everything it reads from this machine made ready. */
export interface Build {
  readonly plan: BuildPlan;
  readonly staged: StagedContext;
  /** SHA-256, in hex, of everything that decides what the image holds, its base included. */
  readonly content: string;
  /** How the builds on this image receive it. */
  readonly handover: PreparedHandover | undefined;
  /** The base, where it is taken as it lies on this machine. */
  readonly existingBase: ExistingBase | undefined;
}

/** A base that is on this machine already. `digest` is known for an OCI layout. */
export interface ExistingBase {
  readonly handover: Handover;
  readonly digest: string | undefined;
}

/** A handover whose place on this machine is settled. */
export type PreparedHandover = Handover & HandoverRecord;

/** Base image (`system/image`) → what the stack remembered of it after the last update. */
export type HandoverRecords = Readonly<Record<string, HandoverRecord>>;

/**
 * Stages the contexts of a system's builds and finds their base images.
 *
 * @param previous what the stack remembered; empty for a new one.
 * @param isPreview a preview asks no daemon, and takes a base to be where the stack left it.
 * @param now gives a base that has to be made its generation.
 * @throws MissingBaseError where a base is taken as it is and is not there.
 */
export async function prepareBuilds(
  system: SystemPlan,
  previous: HandoverRecords,
  isPreview: boolean,
  now: () => number = Date.now,
): Promise<Build[]> {
  const staged = await Promise.all(system.builds.map(async (plan) => ({ plan, staged: await stage(plan) })));
  const builds = withContent(staged);
  return Promise.all(
    builds.map(async (build) => {
      const { plan } = build;
      const family = [build, ...builds.filter((other) => other.plan.base?.image === plan.image)];
      const identity = hashOf(family.map(({ content }) => content));
      return {
        ...build,
        handover:
          plan.handover &&
          (await prepareHandover(plan.handover, previous[handoverKey(plan)], identity, isPreview, now)),
        existingBase: plan.base?.built === false ? await existingBase(plan.base, isPreview) : undefined,
      };
    }),
  );
}

/** What the stack has to remember of these builds until the next update. */
export function handoversOf(builds: readonly Build[]): HandoverRecords {
  return Object.fromEntries(
    builds.flatMap(({ plan, handover }) =>
      handover === undefined
        ? []
        : [[handoverKey(plan), { identity: handover.identity, generation: handover.generation }]],
    ),
  );
}

/** Names a base among all of a stack. */
function handoverKey({ system, image }: BuildPlan): string {
  return `${system}/${image}`;
}

function stage({ sources, stage: folder }: BuildPlan): Promise<StagedContext> {
  return stageContext({
    context: path.join(sources.checkout, sources.context),
    dockerfile: path.join(sources.checkout, sources.dockerfile),
    stage: folder,
  });
}

async function prepareHandover(
  handover: Handover,
  previous: HandoverRecord | undefined,
  identity: string,
  isPreview: boolean,
  now: () => number,
): Promise<PreparedHandover> {
  const generation = await generationOf(previous, identity, {
    newestHere: () => newestHere(handover, previous?.generation ?? 1, isPreview),
    unused: now,
  });
  return { ...placed(handover, generation), identity, generation };
}

/** Docker's store does not tell what it holds by generations: what is there is taken for the remembered one. */
async function newestHere(
  handover: Handover,
  remembered: number,
  isPreview: boolean,
): Promise<number | undefined> {
  switch (handover.kind) {
    case "oci-layout":
      return (await newestLayout(handover.directory))?.generation;
    case "image-store":
      return isPreview || (await isInImageStore(handover.name)) ? remembered : undefined;
    default:
      return handover satisfies never;
  }
}

async function existingBase(base: NonNullable<BuildPlan["base"]>, isPreview: boolean): Promise<ExistingBase> {
  const { handover } = base;
  switch (handover.kind) {
    case "oci-layout": {
      const layout = await newestLayout(handover.directory);
      if (layout === undefined) throw new MissingBaseError(base);
      return { handover: placed(handover, layout.generation), digest: layout.digest };
    }
    case "image-store":
      if (!isPreview && !(await isInImageStore(handover.name))) throw new MissingBaseError(base);
      return { handover, digest: undefined };
    default:
      return handover satisfies never;
  }
}

/** The handover of one generation: each OCI layout has a folder of its own. */
function placed(handover: Handover, generation: number): Handover {
  return handover.kind === "oci-layout"
    ? { ...handover, directory: path.posix.join(handover.directory, String(generation)) }
    : handover;
}

/** Builds stand in order, so a base's content is known before those that stand on it. */
function withContent(
  builds: readonly Pick<Build, "plan" | "staged">[],
): Pick<Build, "plan" | "staged" | "content">[] {
  const contents = new Map<string, string>();
  return builds.map(({ plan, staged }) => {
    const { image, platforms, target, buildArgs, labels, base } = plan;
    const content = hashOf([
      staged.identity,
      { platforms, target, buildArgs, labels },
      base && (contents.get(base.image) ?? base.name),
    ]);
    contents.set(image, content);
    return { plan, staged, content };
  });
}

function hashOf(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex");
}
