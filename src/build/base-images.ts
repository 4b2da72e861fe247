import { execFile } from "node:child_process";
import { access, readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import * as v from "valibot";
import type { BaseSource, ResolvedBase } from "../plan/resolved-system.js";
import { UserError } from "../problems/user-error.js";

/** What a stack records of a base image that it keeps on a machine for the builds on it. */
export interface BaseRecord {
  /** Everything that decides the base and what is built on it. */
  readonly identity: string;
  /** Identifies one build of the base. Greater numbers are newer. */
  readonly version: number;
}

/** A base that this machine keeps for the builds on it: its place, and the stack's record of it. */
export interface KeptBase {
  readonly source: BaseSource;
  readonly record: BaseRecord;
}

/**
 * The base to use now for the builds on it.
 *
 * The base lies on one machine, while many may share the stack's state. If nothing built on the base has changed since
 * the last successful update, the base is not needed and may be missing. Otherwise, use the newest version on this
 * machine. If there is none, an unused version makes Pulumi build the base again, whatever a failed update left in the
 * state. A counter would not do: it could repeat a version of a failed update, and Pulumi would build nothing.
 *
 * @param unused a version that no base has had, such as the time.
 */
export async function keepBase(
  source: BaseSource,
  previous: BaseRecord | undefined,
  identity: string,
  isPreview: boolean,
  unused: () => number,
): Promise<KeptBase> {
  const version =
    previous?.identity === identity
      ? previous.version
      : ((await newestHere(source, previous?.version ?? 1, isPreview)) ?? unused());
  return { source: ofVersion(source, version), record: { identity, version } };
}

/** Docker's image store knows no versions: its image is assumed to be the recorded one. */
async function newestHere(
  source: BaseSource,
  recorded: number,
  isPreview: boolean,
): Promise<number | undefined> {
  switch (source.kind) {
    case "oci-layout":
      return (await newestLayout(source.directory))?.version;
    case "image-store":
      return isPreview || (await isInImageStore(source.name)) ? recorded : undefined;
    default:
      return source satisfies never;
  }
}

/**
 * The base that a stack uses without building it.
 *
 * @throws UserError of one line if it is not on this machine (D32). A preview does not ask Docker.
 */
export async function existingBase(
  { source, name, buildCommand }: ResolvedBase,
  isPreview: boolean,
): Promise<BaseSource> {
  const missing = new UserError(
    `Base image '${name}' not found locally. Please build it first: ${buildCommand}`,
  );
  switch (source.kind) {
    case "oci-layout": {
      const layout = await newestLayout(source.directory);
      if (layout === undefined) throw missing;
      return { ...ofVersion(source, layout.version), digest: layout.digest };
    }
    case "image-store":
      if (!isPreview && !(await isInImageStore(source.name))) throw missing;
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

/** The newest complete version of a base. Each version is in a folder of `directory` named by its number. */
async function newestLayout(directory: string) {
  const names = await readdir(directory).catch(() => []);
  const versions = names.map(Number).filter(Number.isSafeInteger);
  for (const version of versions.toSorted((a, b) => b - a)) {
    const digest = await layoutDigest(path.join(directory, String(version)));
    if (digest !== undefined) return { version, digest };
  }
  return undefined;
}

const ociIndex = v.object({
  manifests: v.tupleWithRest([v.object({ digest: v.string() })], v.unknown()),
});

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
async function isInImageStore(name: string): Promise<boolean> {
  try {
    await promisify(execFile)("docker", ["image", "inspect", "--format", "{{.Id}}", name]);
    return true;
  } catch {
    return false;
  }
}
