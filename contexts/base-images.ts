import { execFile } from "node:child_process";
import { access, readFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import * as v from "valibot";
import type { Handover } from "../plan/plan.js";

const ociIndex = v.object({
  manifests: v.tupleWithRest([v.object({ digest: v.string() })], v.unknown()),
});

/** Whether a base is on this machine. */
export async function isBasePresent(handover: Handover): Promise<boolean> {
  switch (handover.kind) {
    case "oci-layout":
      return (await layoutDigest(handover.directory)) !== undefined;
    case "image-store":
      return isInImageStore(handover.name);
    default:
      return handover satisfies never;
  }
}

/** Digest of the image in an OCI layout; `undefined` where there is no such layout, or not all of it. */
export async function layoutDigest(directory: string): Promise<string | undefined> {
  try {
    const index = v.parse(ociIndex, JSON.parse(await readFile(path.join(directory, "index.json"), "utf8")));
    const { digest } = index.manifests[0];
    await access(path.join(directory, "blobs", ...digest.split(":")));
    return digest;
  } catch {
    return undefined;
  }
}

async function isInImageStore(name: string): Promise<boolean> {
  try {
    await promisify(execFile)("docker", ["image", "inspect", "--format", "{{.Id}}", name]);
    return true;
  } catch {
    return false;
  }
}
