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
const index = v.object({ ...anyManifest, manifests: v.array(descriptor), layers: v.optional(v.never()) });
const image = v.object({
  ...anyManifest,
  config: descriptor,
  layers: v.array(descriptor),
  manifests: v.optional(v.never()),
});

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
  switch (mediaType) {
    case OCI_INDEX:
    case DOCKER_LIST: {
      const { success, output } = v.safeParse(index, value);
      if (!success || isCalledOtherwise(output, mediaType)) return misnamed(mediaType);
      return manifest(output, output.manifests, 0);
    }
    case OCI_IMAGE:
    case DOCKER_IMAGE: {
      const { success, output } = v.safeParse(image, value);
      if (!success || isCalledOtherwise(output, mediaType)) return misnamed(mediaType);
      return manifest(
        output,
        [],
        output.layers.reduce((sum, { size }) => sum + size, output.config.size),
      );
    }
    default:
      return unreadable(`its media type ${JSON.stringify(mediaType)} is unknown`);
  }
}

/** The digests that a manifest refers to: its children and its subject. */
export function referencesOf(manifest: Manifest): readonly string[] {
  if (manifest.kind !== "manifest") return [];
  return manifest.subject === undefined ? manifest.children : [...manifest.children, manifest.subject];
}

type Descriptor = v.InferOutput<typeof descriptor>;

function manifest(
  { subject }: { readonly subject?: Descriptor | null | undefined },
  listed: readonly Descriptor[],
  bytes: number,
): Manifest {
  const isBlob = ({ mediaType = "" }: Descriptor) => BLOB_TYPE.test(mediaType);
  return {
    kind: "manifest",
    children: listed.filter((one) => !isBlob(one)).map(({ digest }) => digest),
    blobs: listed.filter(isBlob).map(({ digest }) => digest),
    ...(subject && { subject: subject.digest }),
    bytes,
  };
}

function isCalledOtherwise(
  { mediaType }: { readonly mediaType?: string | undefined },
  expected: string,
): boolean {
  return mediaType !== undefined && mediaType !== expected;
}

function misnamed(mediaType: string): Manifest {
  return unreadable(`it is not of the registry's media type ${mediaType}`);
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
