/** The registry in place of ECR's, as debian-root/etc/docker-registry/config.yml has it. */
const address = "http://127.53.0.2";
const credentials = `Basic ${Buffer.from("AWS:123456789012-auth-token").toString("base64")}`;
const types = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.docker.distribution.manifest.v2+json",
];

/** The parts of an image manifest that the tests look at. */
export interface Manifest {
  readonly config: { readonly digest: string };
  readonly layers: readonly { readonly digest: string; readonly size: number }[];
}

interface Index {
  readonly manifests: readonly { readonly digest: string; readonly platform: Platform }[];
}
interface Platform {
  readonly os: string;
  readonly architecture: string;
}

/** The platforms of what was pushed under a tag, and the manifest for linux/amd64. Undefined if nothing was. */
export async function pushed(
  repository: string,
  tag: string,
): Promise<{ readonly platforms: readonly string[]; readonly manifest: Manifest } | undefined> {
  const index = await get<Index | Manifest>(repository, tag);
  if (index === undefined) return undefined;
  if (!("manifests" in index)) return { platforms: ["linux/amd64"], manifest: index };
  // Attestations are listed with the platform unknown/unknown.
  const images = index.manifests.filter(({ platform }) => platform.os !== "unknown");
  const [image] = images;
  const manifest = image && (await get<Manifest>(repository, image.digest));
  if (manifest === undefined) return undefined;
  return {
    platforms: images.map(({ platform }) => `${platform.os}/${platform.architecture}`),
    manifest,
  };
}

async function get<T>(repository: string, reference: string): Promise<T | undefined> {
  const answer = await fetch(`${address}/v2/${repository}/manifests/${reference}`, {
    headers: { accept: types.join(", "), authorization: credentials },
  });
  return answer.ok ? ((await answer.json()) as T) : undefined;
}
