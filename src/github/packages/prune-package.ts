import { isDeepStrictEqual } from "node:util";
import { GithubError } from "../api.js";
import { referencesOf } from "./manifest.js";
import type { Package, PackageVersion } from "./package.js";
import { planPrune, type PackageContents, type PrunePlan } from "./plan-prune.js";
import { readPackage } from "./read-package.js";

type ConfirmedPlan = Extract<PrunePlan, { kind: "prune" }>;

/** What to do with a package. */
interface PruneOptions {
  /** Minimum days since an orphan's last change. */
  readonly days: number;
  /** Maximum number of versions to delete; 0 only lists them. */
  readonly limit: number;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** What was found in a package, and what was done. */
export interface Pruning {
  /** `ghcr.io/owner/name`. */
  readonly package: string;
  readonly outcome:
    /** The package does not exist, or the token may not see it. */
    | "missing"
    /** Too little is known, so nothing may go; `reasons` says what. */
    | "refused"
    /** Told only. */
    | "planned"
    | "pruned"
    /** Something was not as expected; `reasons` says what. Nothing was done after it. */
    | "stopped";
  /** How many versions stay. */
  readonly kept: number;
  /** What may be deleted, whether it was or not, in order of deletion. */
  readonly orphans: readonly Orphan[];
  /** Digests of the deleted versions. */
  readonly removed: readonly string[];
  /** Kept versions that refer to something that no longer exists. */
  readonly broken: ConfirmedPlan["broken"];
  /** Sentences. */
  readonly reasons: readonly string[];
}

/** A version that may be deleted. */
export interface Orphan {
  readonly id: number;
  readonly digest: string;
  readonly tags: readonly string[];
  /** Day of its last change: `2026-11-21`. */
  readonly changed: string;
  /** Bytes of configuration and layers, shared ones included. */
  readonly bytes: number;
}

/** Examines a package, and deletes its orphans if asked to. Failures are part of the result. */
export async function prunePackage(source: Package, { days, limit, now }: PruneOptions): Promise<Pruning> {
  const nothing = { package: source.name, kept: 0, orphans: [], removed: [], broken: [], reasons: [] };
  const versions = await source.versions().catch(reasonOf);
  if (versions === undefined) return { ...nothing, outcome: "missing" };
  if (typeof versions === "string") return { ...nothing, outcome: "refused", reasons: [versions] };
  const contents = await readPackage(source, versions);
  const plan = planPrune(contents, days, now);
  if (plan.kind === "refused") {
    return { ...nothing, outcome: "refused", kept: versions.length, reasons: plan.obstacles };
  }
  const found = {
    ...nothing,
    kept: plan.keep.length,
    orphans: plan.remove.map((version) => orphan(version, contents)),
    broken: plan.broken,
  };
  if (limit === 0) return { ...found, outcome: "planned" };
  const removed: string[] = [];
  const surprise = await removeOrphans(source, plan, limit, removed).catch(reasonOf);
  return surprise === undefined
    ? { ...found, outcome: "pruned", removed }
    : { ...found, outcome: "stopped", removed, reasons: [surprise] };
}

/**
 * Deletes at most `limit` orphans of a plan, and adds their digests to `removed`. The package must be unchanged since
 * the plan was made, and each version since it was listed. Afterwards, no version may refer to a deleted one. Stops at
 * the first surprise, and returns it as a sentence.
 */
async function removeOrphans(
  source: Package,
  { keep, remove }: ConfirmedPlan,
  limit: number,
  removed: string[],
): Promise<string | undefined> {
  const due = remove.slice(0, limit);
  if (due.length === 0) return undefined;
  const known = [...keep, ...remove];
  if (!isDeepStrictEqual(byId((await source.versions()) ?? []), byId(known))) {
    return "The package changed meanwhile; run the command again when nobody pushes.";
  }
  for (const version of due) {
    if (!isDeepStrictEqual(await source.version(version.id), version)) {
      return `${version.digest} changed since it was listed.`;
    }
    await source.remove(version.id);
    removed.push(version.digest);
  }
  // Versions pushed meanwhile may refer to a deleted one: a build reused an old child in a new index.
  const ids = new Set(known.map(({ id }) => id));
  const came = ((await source.versions()) ?? []).filter(({ id }) => !ids.has(id));
  const { manifests } = await readPackage(source, came);
  const needed = new Set([...manifests.values()].flatMap(referencesOf));
  const commands = due
    .filter(({ digest }) => needed.has(digest))
    .map(({ id }) => `\`${source.restoring(id)}\``);
  return commands.length === 0
    ? undefined
    : `A push refers to a version that was just deleted; restore it: ${commands.join(", ")}.`;
}

function byId(versions: readonly PackageVersion[]): readonly PackageVersion[] {
  return versions.toSorted((a, b) => a.id - b.id);
}

function reasonOf(error: unknown): string {
  if (error instanceof GithubError) return `${error.message}.`;
  throw error;
}

function orphan(
  { id, digest, tags, created, updated }: PackageVersion,
  { manifests }: PackageContents,
): Orphan {
  const manifest = manifests.get(digest);
  return {
    id,
    digest,
    tags,
    changed: new Date(Math.max(created, updated)).toISOString().slice(0, 10),
    bytes: manifest?.kind === "manifest" ? manifest.bytes : 0,
  };
}
