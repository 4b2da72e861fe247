import { createHash, type Hash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import * as v from "valibot";

/** The part of the OCI image configuration that says how a container runs. */
export interface RunConfig {
  readonly Env?: readonly string[];
  readonly User?: string;
  readonly WorkingDir?: string;
  readonly Cmd?: readonly string[];
}

/** A blob as manifests name it (OCI image specification, content descriptors). Size in bytes. */
const descriptor = v.object({ mediaType: v.string(), digest: v.string(), size: v.number() });
type Descriptor = v.InferOutput<typeof descriptor>;

const index = v.object({ manifests: v.tupleWithRest([descriptor], descriptor) });
const manifest = v.object({ config: descriptor, layers: v.array(descriptor) });

/** What to make an image of: one uncompressed layer, its configuration and the names it is known by. */
export interface LayoutSource {
  readonly references: readonly string[];
  readonly layer: string;
  readonly config: RunConfig;
  /** Go's name of the processor, for instance amd64. */
  readonly architecture: string;
  /** Creation time in the image, in seconds since 1970: fixed, so that equal files give an equal digest. */
  readonly epoch: number;
}

/**
 * Writes a one-layer image as an OCI layout into `directory`, which must exist and be empty.
 * Returns the digest of the image manifest. Equal sources give equal digests.
 */
export async function writeLayout(directory: string, source: LayoutSource): Promise<string> {
  await mkdir(join(directory, "blobs", "sha256"), { recursive: true });
  const layer = await writeLayer(directory, source.layer);
  const created = new Date(source.epoch * 1000).toISOString();
  const config = await writeJson(directory, "application/vnd.oci.image.config.v1+json", {
    created,
    os: "linux",
    architecture: source.architecture,
    config: source.config,
    rootfs: { type: "layers", diff_ids: [layer.diffId] },
    history: [{ created, created_by: "slipway substitute image of Debian packages" }],
  });
  const mediaType = "application/vnd.oci.image.manifest.v1+json";
  const content = { schemaVersion: 2, mediaType, config, layers: [layer.descriptor] };
  const written = await writeJson(directory, mediaType, content);
  const manifests = source.references.map((reference) => ({
    ...written,
    platform: { os: "linux", architecture: source.architecture },
    // The first is the specification's; Docker reads the second when it loads an archive.
    annotations: {
      "org.opencontainers.image.ref.name": reference.slice(reference.lastIndexOf(":") + 1),
      "io.containerd.image.name": reference,
    },
  }));
  await writeFile(join(directory, "index.json"), JSON.stringify({ schemaVersion: 2, manifests }));
  await writeFile(join(directory, "oci-layout"), JSON.stringify({ imageLayoutVersion: "1.0.0" }));
  return written.digest;
}

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
  const { image, bytes, config, layers } = await readLayout(directory);
  if (await exists(`${base}/manifests/${tag}`, image)) return false;
  for (const blob of [config, ...layers]) {
    if (!(await exists(`${base}/blobs/${blob.digest}`, blob))) await pushBlob(base, directory, blob);
  }
  await expect(`${base}/manifests/${tag}`, 201, {
    method: "PUT",
    headers: { "content-type": image.mediaType },
    body: bytes,
  });
  return true;
}

async function pushBlob(base: string, directory: string, blob: Descriptor): Promise<void> {
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

async function exists(url: string, { mediaType, digest }: Descriptor): Promise<boolean> {
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

/** The first image of a layout: its descriptor, the bytes of its manifest, and the blobs that this names. */
export async function readLayout(directory: string) {
  const { manifests } = v.parse(index, JSON.parse(await readFile(join(directory, "index.json"), "utf8")));
  const [image] = manifests;
  const bytes = await readFile(blobPath(directory, image.digest));
  return { image, bytes, ...v.parse(manifest, JSON.parse(bytes.toString("utf8"))) };
}

/** The file of a blob in a layout. */
export function blobPath(directory: string, digest: string): string {
  return join(directory, "blobs", ...digest.split(":"));
}

async function writeLayer(
  directory: string,
  tar: string,
): Promise<{ descriptor: Descriptor; diffId: string }> {
  const plain = createHash("sha256");
  const packed = createHash("sha256");
  const partial = join(directory, "layer.partial");
  await pipeline(
    createReadStream(tar),
    through(plain),
    // It stays on this machine, so speed counts for more than size.
    createGzip({ level: 1 }),
    through(packed),
    createWriteStream(partial),
  );
  const digest = `sha256:${packed.digest("hex")}`;
  const { size } = await stat(partial);
  await rename(partial, blobPath(directory, digest));
  const mediaType = "application/vnd.oci.image.layer.v1.tar+gzip";
  return { descriptor: { mediaType, digest, size }, diffId: `sha256:${plain.digest("hex")}` };
}

async function writeJson(directory: string, mediaType: string, value: unknown): Promise<Descriptor> {
  const bytes = Buffer.from(JSON.stringify(value));
  const digest = `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
  await writeFile(blobPath(directory, digest), bytes);
  return { mediaType, digest, size: bytes.length };
}

/** Hashes bytes on their way, so that a large layer is read once. */
function through(hash: Hash) {
  return async function* (chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      hash.update(chunk);
      yield chunk;
    }
  };
}
