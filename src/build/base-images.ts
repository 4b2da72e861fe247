import { execFile } from "node:child_process";
import { access, readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import * as v from "valibot";

const ociIndex = v.object({
  manifests: v.tupleWithRest([v.object({ digest: v.string() })], v.unknown()),
});

/** A base image in an OCI layout on this machine. */
export interface BaseLayout {
  readonly version: number;
  readonly digest: string;
}

/** The newest complete version of a base. Each version is in a folder of `directory` named by its number. */
export async function newestLayout(directory: string): Promise<BaseLayout | undefined> {
  const names = await readdir(directory).catch(() => []);
  const versions = names.map(Number).filter(Number.isSafeInteger);
  for (const version of versions.toSorted((a, b) => b - a)) {
    const digest = await layoutDigest(path.join(directory, String(version)));
    if (digest !== undefined) return { version, digest };
  }
  return undefined;
}

/** Digest of the image in an OCI layout; `undefined` if the layout is missing or incomplete. */
async function layoutDigest(directory: string): Promise<string | undefined> {
  try {
    const index = v.parse(ociIndex, JSON.parse(await readFile(path.join(directory, "index.json"), "utf8")));
    const { digest } = index.manifests[0];
    await access(path.join(directory, "blobs", ...digest.split(":")));
    return digest;
  } catch {
    return undefined;
  }
}

/** Whether Docker's own engine has an image of this name. */
export async function isInImageStore(name: string): Promise<boolean> {
  try {
    await promisify(execFile)("docker", ["image", "inspect", "--format", "{{.Id}}", name]);
    return true;
  } catch {
    return false;
  }
}
