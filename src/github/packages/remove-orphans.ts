import { isDeepStrictEqual } from "node:util";
import { GithubError } from "../api.js";
import { referencesOf } from "./manifest.js";
import type { Package } from "./package.js";
import type { PackageVersion } from "./package-version.js";
import type { PrunePlan } from "./plan-prune.js";
import { readPackage } from "./read-package.js";

/** What was done. */
interface Removal {
  readonly removed: readonly PackageVersion[];
  /** Orphans that are there yet: beyond the limit, or after the surprise. */
  readonly left: readonly PackageVersion[];
  /** What was not as expected, a sentence. Then nothing more was done. */
  readonly surprise?: string;
}

/**
 * Deletes the orphans of a plan, at most `limit`. The package must still be as it was when the plan was made, and each
 * version as it was listed; afterwards nothing that stayed, or came meanwhile, may refer to what went. Stops at the
 * first surprise.
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
      return stop("The package was changed while it was looked at; run it again when nobody pushes.");
    }
    for (const version of due) {
      if (!isDeepStrictEqual(await source.version(version.id), version)) {
        return stop(`${version.digest} was changed since it was listed.`);
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

/** Versions that came while others went, and refer to one of those: a build gave an old child to a new index. */
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
  return `Somebody pushed what refers to a version deleted just now; bring it back: ${commands.join(", ")}.`;
}
