import { GithubError } from "../api.js";
import type { Package } from "./package.js";
import type { PackageVersion } from "./package-version.js";
import { planPrune, type PackageContents } from "./plan-prune.js";
import { readPackage } from "./read-package.js";
import { removeOrphans } from "./remove-orphans.js";

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
  readonly broken: readonly {
    readonly digest: string;
    readonly tags: readonly string[];
    readonly missing: number;
  }[];
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
  const plan = planPrune(contents, { days }, now);
  if (plan.kind === "refused") {
    return { ...nothing, outcome: "refused", kept: versions.length, reasons: plan.obstacles };
  }
  const found = {
    ...nothing,
    kept: plan.keep.length,
    orphans: plan.remove.map((version) => orphan(version, contents)),
    broken: plan.broken.map(({ version, missing }) => ({
      digest: version.digest,
      tags: version.tags,
      missing: missing.length,
    })),
  };
  if (limit === 0) return { ...found, outcome: "planned" };
  const { removed, surprise } = await removeOrphans(source, plan, limit);
  return {
    ...found,
    outcome: surprise === undefined ? "pruned" : "stopped",
    removed: removed.map(({ digest }) => digest),
    reasons: surprise === undefined ? [] : [surprise],
  };
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
