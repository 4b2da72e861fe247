import { isDeepStrictEqual } from "node:util";
import { GithubError } from "../api.js";
import { referencesOf } from "./manifest.js";
import type { Package } from "./package.js";
import type { PackageVersion } from "./package-version.js";
import type { PrunePlan } from "./plan-prune.js";
import { readPackage } from "./read-package.js";

/** The result of a deletion. */
interface Removal {
  readonly removed: readonly PackageVersion[];
  /** Orphans that still exist: beyond the limit, or after the surprise. */
  readonly left: readonly PackageVersion[];
  /** What was unexpected, as a sentence. The deletion stopped there. */
  readonly surprise?: string;
}

/**
 * Deletes at most `limit` orphans of a plan. The package must be unchanged since the plan was made, and each version
 * since it was listed. Afterwards, no version may refer to a deleted one. Stops at the first surprise.
 */
export async function removeOrphans(
  source: Package,
  plan: Extract<PrunePlan, { kind: "prune" }>,
  limit: number,
): Promise<Removal> {
  const due = plan.remove.slice(0, limit);
  const removed: PackageVersion[] = [];
  const stop = (surprise?: string): Removal => ({
    removed,
    left: plan.remove.slice(removed.length),
    ...(surprise !== undefined && { surprise }),
  });
  if (due.length === 0) return stop();
  try {
    if (!isSame(await source.versions(), [...plan.keep, ...plan.remove])) {
      return stop("The package changed meanwhile; run the command again when nobody pushes.");
    }
    for (const version of due) {
      if (!isDeepStrictEqual(await source.version(version.id), version)) {
        return stop(`${version.digest} changed since it was listed.`);
      }
      await source.remove(version.id);
      removed.push(version);
    }
    return stop(await damageOf(source, plan, removed));
  } catch (error) {
    if (!(error instanceof GithubError)) throw error;
    return stop(`${error.message}.`);
  }
}

function isSame(listed: readonly PackageVersion[] | undefined, planned: readonly PackageVersion[]): boolean {
  const sorted = (versions: readonly PackageVersion[]) => versions.toSorted((a, b) => a.id - b.id);
  return listed !== undefined && isDeepStrictEqual(sorted(listed), sorted(planned));
}

/** Versions pushed during the deletion that refer to a deleted one: a build reused an old child in a new index. */
async function damageOf(
  source: Package,
  { keep, remove }: Extract<PrunePlan, { kind: "prune" }>,
  removed: readonly PackageVersion[],
): Promise<string | undefined> {
  const known = new Set([...keep, ...remove].map(({ id }) => id));
  const came = ((await source.versions()) ?? []).filter(({ id }) => !known.has(id));
  const { manifests } = await readPackage(source, came);
  const needed = new Set([...manifests.values()].flatMap(referencesOf));
  const lost = removed.filter(({ digest }) => needed.has(digest));
  if (lost.length === 0) return undefined;
  const commands = lost.map(({ id }) => `\`${source.restoring(id)}\``);
  return `A push refers to a version that was just deleted; restore it: ${commands.join(", ")}.`;
}
