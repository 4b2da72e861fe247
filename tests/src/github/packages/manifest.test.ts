import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import fc from "fast-check";
import { isDigest } from "../../../../src/registry/image-reference.js";
import { MANIFEST_TYPES } from "../../../../src/registry/media-types.js";
import { readManifest, type Manifest } from "../../../../src/github/packages/manifest.js";
import { digestOf } from "./package.js";

const INDEX = "application/vnd.oci.image.index.v1+json";
const IMAGE = "application/vnd.oci.image.manifest.v1+json";

/** Reads a value as a registry would send it, under its true digest. */
function read(value: unknown, mediaType: string): Manifest {
  const body = Buffer.from(typeof value === "string" ? value : JSON.stringify(value));
  return readManifest(`sha256:${createHash("sha256").update(body).digest("hex")}`, mediaType, body);
}

function descriptor(name: string, size = 10): { digest: string; size: number } {
  return { digest: digestOf(name), size };
}

const image = {
  schemaVersion: 2,
  mediaType: IMAGE,
  config: descriptor("config", 7),
  layers: [descriptor("a", 100), descriptor("b", 1000)],
};
const index = {
  schemaVersion: 2,
  mediaType: INDEX,
  manifests: [descriptor("amd64"), descriptor("attestation")],
};

describe("readManifest", () => {
  const bytes = 1107;
  const list = "application/vnd.docker.distribution.manifest.list.v2+json";
  const docker = "application/vnd.docker.distribution.manifest.v2+json";
  const children = [digestOf("amd64"), digestOf("attestation")];
  const subject = { subject: digestOf("subject") };
  for (const [what, value, mediaType, expected] of [
    ["an index, attestations among its children", index, INDEX, { children }],
    ["an index in Docker's form", { ...index, mediaType: list }, list, { children }],
    ["an image", image, IMAGE, { bytes }],
    ["an image in Docker's form", { ...image, mediaType: docker }, docker, { bytes }],
    ["an attachment", { ...image, subject: descriptor("subject") }, IMAGE, { bytes, ...subject }],
    ["a manifest without a media type, as OCI allows", { ...image, mediaType: undefined }, IMAGE, { bytes }],
  ] as const) {
    it(`reads ${what}`, () => {
      const nothing = { kind: "manifest", children: [], blobs: [], bytes: 0 };
      assert.deepEqual(read(value, mediaType), { ...nothing, ...expected });
    });
  }

  it("tells the layers that BuildKit's cache lists from manifests", () => {
    const manifests = [
      { ...descriptor("layer"), mediaType: "application/vnd.oci.image.layer.v1.tar+gzip" },
      { ...descriptor("old layer"), mediaType: "application/vnd.docker.image.rootfs.diff.tar.gzip" },
      { ...descriptor("config"), mediaType: "application/vnd.buildkit.cacheconfig.v0" },
      { ...descriptor("child"), mediaType: IMAGE },
      { ...descriptor("unknown"), mediaType: "application/vnd.example.manifest" },
    ];
    assert.deepEqual(read({ ...index, manifests }, INDEX), {
      kind: "manifest",
      children: ["child", "unknown"].map(digestOf),
      blobs: ["layer", "old layer", "config"].map(digestOf),
      bytes: 0,
    });
  });

  const misnamed = (mediaType: string) => ({
    kind: "unreadable",
    because: `it is not of the registry's media type ${mediaType}`,
  });
  for (const [what, value, mediaType] of [
    ["an image that also lists manifests", { ...image, manifests: index.manifests }, IMAGE],
    ["an index that also has layers", { ...index, layers: image.layers }, INDEX],
    ["an index called an image", index, IMAGE],
    ["an image called an index", image, INDEX],
    ["an index that calls itself an image", { ...index, mediaType: IMAGE }, INDEX],
    ["a manifest of the first schema", { ...image, schemaVersion: 1 }, IMAGE],
    ["an index without a list", { ...index, manifests: undefined }, INDEX],
    ["a child without a digest", { ...index, manifests: [{ size: 1 }] }, INDEX],
    ["a digest of another kind", { ...index, manifests: [{ digest: "sha512:00", size: 1 }] }, INDEX],
    ["a digest with a path in it", { ...index, manifests: [{ digest: "sha256:../x", size: 1 }] }, INDEX],
    ["a negative size", { ...image, layers: [descriptor("a", -1)] }, IMAGE],
    ["a list", [], INDEX],
    ["null", null, IMAGE],
  ] as const) {
    it(`understands nothing of ${what}`, () => {
      assert.deepEqual(read(value, mediaType), misnamed(mediaType));
    });
  }

  it("understands nothing of other bytes, other types, or what is no JSON", () => {
    assert.deepEqual(readManifest(digestOf("other"), IMAGE, Buffer.from(JSON.stringify(image))), {
      kind: "unreadable",
      because: "its bytes have another digest",
    });
    assert.deepEqual(read(image, "application/vnd.oci.artifact.manifest.v1+json"), {
      kind: "unreadable",
      because: `its media type "application/vnd.oci.artifact.manifest.v1+json" is unknown`,
    });
    assert.deepEqual(read("{", INDEX), { kind: "unreadable", because: "it is not JSON" });
  });

  it("never throws, and is readable only where every child is a digest", () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(...MANIFEST_TYPES, "text/html", ""), (text, mediaType) => {
        const manifest = read(text, mediaType);
        if (manifest.kind === "manifest") assert.ok(manifest.children.every(isDigest));
        else assert.equal(manifest.kind, "unreadable");
      }),
    );
  });
});

describe("readManifest, of what BuildKit 0.31 wrote for one platform with provenance, to the byte", () => {
  const platform = "sha256:3547cd420b2a29573135ab7bc142a4c1e997729bae818282610aae5e41159bbe";
  const attestation = "sha256:15fd37975fd0f2daf1932983f34a78c0dc73bd7533f246b2721a21e3f20e6fa5";
  const listed = [
    { mediaType: IMAGE, digest: platform, size: 831, platform: { architecture: "amd64", os: "linux" } },
    {
      mediaType: IMAGE,
      digest: attestation,
      size: 563,
      annotations: {
        "vnd.docker.reference.digest": platform,
        "vnd.docker.reference.type": "attestation-manifest",
      },
      platform: { architecture: "unknown", os: "unknown" },
    },
  ];
  const config = {
    mediaType: "application/vnd.oci.image.config.v1+json",
    digest: "sha256:9a162c90353581344d5876d6cfba3d8c0a4de4fee6185c468c7b6e5c111307b5",
    size: 167,
  };
  const statement = {
    mediaType: "application/vnd.in-toto+json",
    digest: "sha256:76c66a249a85bab4152fc8e15ac4365a66fc6bb4044720e2e5cd2d158cb80445",
    size: 997,
    annotations: { "in-toto.io/predicate-type": "https://slsa.dev/provenance/v1" },
  };
  for (const [what, digest, mediaType, rest, expected] of [
    [
      "the platform and the attestation in the index",
      "sha256:a11c566803647f7a070f59009706b8d2407c987b1a0bca04b40473d2cbc4066c",
      INDEX,
      { manifests: listed },
      { children: [platform, attestation], bytes: 0 },
    ],
    ["the attestation", attestation, IMAGE, { config, layers: [statement] }, { children: [], bytes: 1164 }],
  ] as const) {
    it(`finds ${what}`, () => {
      const text = JSON.stringify({ schemaVersion: 2, mediaType, ...rest }, undefined, 2);
      const manifest = readManifest(digest, mediaType, Buffer.from(text));
      assert.deepEqual(manifest, { kind: "manifest", blobs: [], ...expected });
    });
  }
});
