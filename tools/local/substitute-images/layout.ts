import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, rename, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";

/** The part of the OCI image configuration that says how a container runs. */
export interface RunConfig {
  readonly Env?: readonly string[];
  readonly User?: string;
  readonly WorkingDir?: string;
  readonly Cmd?: readonly string[];
}

/** A blob as manifests name it (OCI image specification, content descriptors). Size in bytes. */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly platform?: { readonly os: string; readonly architecture: string };
  readonly annotations?: Readonly<Record<string, string>>;
}

/** What to make an image of: one uncompressed layer, its configuration and the names it is known by. */
export interface LayoutSource {
  readonly layer: string;
  readonly references: readonly string[];
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
  const manifest = await writeJson(directory, "application/vnd.oci.image.manifest.v1+json", {
    schemaVersion: 2,
    mediaType: "application/vnd.oci.image.manifest.v1+json",
    config,
    layers: [layer.descriptor],
  });
  const index = source.references.map((reference) => ({
    ...manifest,
    platform: { os: "linux", architecture: source.architecture },
    // The first is the specification's; Docker reads the second when it loads an archive.
    annotations: {
      "org.opencontainers.image.ref.name": reference.slice(reference.lastIndexOf(":") + 1),
      "io.containerd.image.name": reference,
    },
  }));
  await writeFile(join(directory, "index.json"), JSON.stringify({ schemaVersion: 2, manifests: index }));
  await writeFile(join(directory, "oci-layout"), JSON.stringify({ imageLayoutVersion: "1.0.0" }));
  return manifest.digest;
}

/** The file of a blob in a layout. */
export function blobPath(directory: string, digest: string): string {
  return join(directory, "blobs", ...digest.split(":"));
}

async function writeLayer(
  directory: string,
  tar: string,
): Promise<{ descriptor: Descriptor; diffId: string }> {
  const plain = hashing();
  const packed = hashing();
  const partial = join(directory, "layer.partial");
  await pipeline(
    createReadStream(tar),
    plain.stream,
    // It stays on this machine, so speed counts for more than size.
    createGzip({ level: 1 }),
    packed.stream,
    createWriteStream(partial),
  );
  const digest = packed.digest();
  const { size } = await stat(partial);
  await rename(partial, blobPath(directory, digest));
  const mediaType = "application/vnd.oci.image.layer.v1.tar+gzip";
  return { descriptor: { mediaType, digest, size }, diffId: plain.digest() };
}

async function writeJson(directory: string, mediaType: string, value: unknown): Promise<Descriptor> {
  const bytes = Buffer.from(JSON.stringify(value));
  const digest = `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
  await writeFile(blobPath(directory, digest), bytes);
  return { mediaType, digest, size: bytes.length };
}

/** Passes bytes through and hashes them on the way, so that a large layer is read once. */
function hashing(): { stream: Transform; digest: () => string } {
  const hash = createHash("sha256");
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  return { stream, digest: () => `sha256:${hash.digest("hex")}` };
}
