import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import * as v from "valibot";
import { blobPath } from "./layout.js";

const descriptor = v.object({ mediaType: v.string(), digest: v.string(), size: v.number() });
const index = v.object({ manifests: v.tupleWithRest([descriptor], descriptor) });
const manifest = v.object({ config: descriptor, layers: v.array(descriptor) });

/**
 * Pushes the image of an OCI layout to `http://<registry>/v2/<repository>` under a tag. What the registry has
 * already is not sent again. Returns whether anything was sent. Source: OCI distribution specification 1.1.
 */
export async function pushLayout(
  directory: string,
  registry: string,
  repository: string,
  tag: string,
): Promise<boolean> {
  const base = `http://${registry}/v2/${repository}`;
  const [top] = v.parse(index, JSON.parse(await readFile(join(directory, "index.json"), "utf8"))).manifests;
  if (await exists(`${base}/manifests/${tag}`, top)) return false;
  const bytes = await readFile(blobPath(directory, top.digest));
  const { config, layers } = v.parse(manifest, JSON.parse(bytes.toString("utf8")));
  for (const blob of [config, ...layers]) {
    if (!(await exists(`${base}/blobs/${blob.digest}`, blob))) await pushBlob(base, directory, blob);
  }
  await expect(`${base}/manifests/${tag}`, 201, {
    method: "PUT",
    headers: { "content-type": top.mediaType },
    body: bytes,
  });
  return true;
}

type Blob = v.InferOutput<typeof descriptor>;

async function pushBlob(base: string, directory: string, blob: Blob): Promise<void> {
  const begun = await expect(`${base}/blobs/uploads/`, 202, { method: "POST" });
  const upload = new URL(begun.headers.get("location") ?? "", base);
  upload.searchParams.set("digest", blob.digest);
  await expect(upload.href, 201, {
    method: "PUT",
    headers: { "content-type": "application/octet-stream", "content-length": String(blob.size) },
    body: Readable.toWeb(createReadStream(blobPath(directory, blob.digest))),
    // Required by the standard for a body that is a stream.
    duplex: "half",
  });
}

async function exists(url: string, { mediaType, digest }: Blob): Promise<boolean> {
  const { ok, headers } = await fetch(url, { method: "HEAD", headers: { accept: mediaType } });
  return ok && headers.get("docker-content-digest") === digest;
}

async function expect(url: string, status: number, init: RequestInit): Promise<Response> {
  const response = await fetch(url, init);
  if (response.status !== status) {
    throw new Error(
      `${init.method ?? "GET"} ${url}: expected ${status}, found ${response.status}: ${await response.text()}`,
    );
  }
  return response;
}
