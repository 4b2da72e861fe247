import { createHash } from "node:crypto";
import * as v from "valibot";
import { isDigest } from "../../registry/image-reference.js";
import { DOCKER_IMAGE, DOCKER_LIST, OCI_IMAGE, OCI_INDEX } from "../../registry/media-types.js";

/** A registry's answer about a digest. */
export type Manifest =
  | {
      readonly kind: "manifest";
      /** Digests of the manifests that an index lists: platforms, attestations. An image has none. */
      readonly children: readonly string[];
      /** Digests that an index lists besides manifests: the layers of BuildKit's cache. None is a version. */
      readonly blobs: readonly string[];
      /** Digest of the manifest that this one is attached to. */
      readonly subject?: string;
      /** Bytes of configuration and layers; 0 for an index. */
      readonly bytes: number;
    }
  /** The registry does not have it. */
  | { readonly kind: "absent" }
  /** Nobody knows what it refers to, so nothing may be concluded. `because` is a fragment. */
  | { readonly kind: "unreadable"; readonly because: string };

/** Media types that BuildKit's cache lists instead of manifests. */
const BLOB_TYPE = /^application\/vnd\.(?:oci\.image\.layer|docker\.image\.rootfs|buildkit\.cacheconfig)\./;

const descriptor = v.object({
  mediaType: v.optional(v.string()),
  digest: v.pipe(v.string(), v.check(isDigest)),
  size: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
});
const anyManifest = {
  schemaVersion: v.literal(2),
  mediaType: v.optional(v.string()),
  subject: v.nullish(descriptor),
};
/** An index that also looks like an image is neither: read as an image, it would have no children. */
const index = v.pipe(
  v.object({ ...anyManifest, manifests: v.array(descriptor), layers: v.optional(v.never()) }),
  v.transform(({ manifests, ...rest }) => ({ ...rest, listed: manifests, bytes: 0 })),
);
const image = v.pipe(
  v.object({
    ...anyManifest,
    config: descriptor,
    layers: v.array(descriptor),
    manifests: v.optional(v.never()),
  }),
  v.transform(({ config, layers, ...rest }) => ({
    ...rest,
    listed: [],
    bytes: layers.reduce((sum, { size }) => sum + size, config.size),
  })),
);
const SCHEMAS = new Map<string, typeof index | typeof image>([
  [OCI_INDEX, index],
  [DOCKER_LIST, index],
  [OCI_IMAGE, image],
  [DOCKER_IMAGE, image],
]);

/**
 * Parses a manifest with the media type of the response. A manifest that contradicts its type, or is not fully
 * understood, is unreadable: reading an index as an image would orphan its children. Pure.
 */
export function readManifest(digest: string, mediaType: string, body: Uint8Array): Manifest {
  if (`sha256:${createHash("sha256").update(body).digest("hex")}` !== digest) {
    return unreadable("its bytes have another digest");
  }
  const value = parse(body);
  if (value === undefined) return unreadable("it is not JSON");
  const schema = SCHEMAS.get(mediaType);
  if (schema === undefined) return unreadable(`its media type ${JSON.stringify(mediaType)} is unknown`);
  const { success, output } = v.safeParse(schema, value);
  if (!success || (output.mediaType ?? mediaType) !== mediaType) {
    return unreadable(`it is not of the registry's media type ${mediaType}`);
  }
  const { listed, subject, bytes } = output;
  const isBlob = ({ mediaType: type = "" }: Descriptor) => BLOB_TYPE.test(type);
  return {
    kind: "manifest",
    children: listed.filter((one) => !isBlob(one)).map((one) => one.digest),
    blobs: listed.filter(isBlob).map((one) => one.digest),
    ...(subject && { subject: subject.digest }),
    bytes,
  };
}

type Descriptor = v.InferOutput<typeof descriptor>;

/** The digests that a manifest refers to: its children and its subject. */
export function referencesOf(manifest: Manifest): readonly string[] {
  if (manifest.kind !== "manifest") return [];
  return manifest.subject === undefined ? manifest.children : [...manifest.children, manifest.subject];
}

function unreadable(because: string): Manifest {
  return { kind: "unreadable", because };
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}
