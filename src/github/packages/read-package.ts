import pMap from "p-map";
import { GithubError } from "../api.js";
import { referencesOf, type Manifest } from "./manifest.js";
import type { Package } from "./package.js";
import type { PackageContents } from "./plan-prune.js";
import type { PackageVersion } from "./package-version.js";

/** Kind to the registry, and quick enough. */
const AT_ONCE = 8;
/** One is enough for nothing to go; these are enough to see what is the matter. */
const MAX_FAILURES = 10;

/** Reads the manifest of every version, and looks for whatever one refers to that the list lacks. */
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
    if (failures >= MAX_FAILURES)
      return { kind: "unreadable", because: "others before it could not be read" };
    const found = await manifest(source, digest);
    if (found.kind === "unreadable") failures++;
    return found;
  };
  const entries = await pMap(digests, async (digest) => [digest, await read(digest)] as const, {
    concurrency: AT_ONCE,
  });
  return new Map(entries);
}

async function manifest(source: Pick<Package, "manifest">, digest: string): Promise<Manifest> {
  try {
    return await source.manifest(digest);
  } catch (error) {
    if (!(error instanceof GithubError)) throw error;
    return { kind: "unreadable", because: error.message };
  }
}
