import pMap from "p-map";
import { GithubError } from "../api.js";
import { referencesOf, type Manifest } from "./manifest.js";
import type { Package, PackageVersion } from "./package.js";
import type { PackageContents } from "./plan-prune.js";

/** Few enough for the registry, and fast enough. */
const AT_ONCE = 8;
/** One prevents any deletion; this many are enough to see why. */
const MAX_FAILURES = 10;

/** Reads the manifest of every version, and looks up what they refer to outside the list. */
export async function readPackage(
  source: Pick<Package, "manifest">,
  versions: readonly PackageVersion[],
): Promise<PackageContents> {
  const listed = await manifestsOf(source, new Set(versions.map(({ digest }) => digest)));
  const referred = new Set(
    [...listed.values()].flatMap(referencesOf).filter((digest) => !listed.has(digest)),
  );
  return { versions, manifests: new Map([...listed, ...(await manifestsOf(source, referred))]) };
}

async function manifestsOf(
  source: Pick<Package, "manifest">,
  digests: ReadonlySet<string>,
): Promise<ReadonlyMap<string, Manifest>> {
  let failures = 0;
  const read = async (digest: string): Promise<Manifest> => {
    if (failures >= MAX_FAILURES) return { kind: "unreadable", because: "others before it are unreadable" };
    const found = await source.manifest(digest).catch((error: unknown): Manifest => {
      if (!(error instanceof GithubError)) throw error;
      return { kind: "unreadable", because: error.message };
    });
    if (found.kind === "unreadable") failures++;
    return found;
  };
  const entries = await pMap(digests, async (digest) => [digest, await read(digest)] as const, {
    concurrency: AT_ONCE,
  });
  return new Map(entries);
}
