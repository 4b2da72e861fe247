import { readFile } from "node:fs/promises";
import { request } from "node:https";
import { buffer } from "node:stream/consumers";
import { join } from "node:path";
import { registryHost } from "./debian-root.js";

/** As debian-root/etc/docker-registry/htpasswd has it: what moto gives for a login. */
const auth = "AWS:123456789012-auth-token";

const types = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.docker.distribution.manifest.v2+json",
];

/** The part of an image manifest that the tests look at. Sizes in bytes, compressed. */
export interface Manifest {
  readonly layers: readonly { readonly digest: string; readonly size: number }[];
}

interface Index {
  readonly manifests: readonly { readonly digest: string; readonly platform: Platform }[];
}
interface Platform {
  readonly os: string;
  readonly architecture: string;
}

/** What was pushed to a tag: its platforms, and the manifest for the first. */
export interface Pushed {
  readonly platforms: readonly string[];
  readonly manifest: Manifest;
}

/** The registry in place of ECR's, seen from this machine. */
export class Registry {
  /** @param root Folder of the Debian system, which holds the certificate. */
  constructor(
    private readonly address: string,
    private readonly root: string,
  ) {}

  /** What was pushed to a tag, or undefined. */
  async pushed(repository: string, tag: string): Promise<Pushed | undefined> {
    const index = await this.get<Index | Manifest>(repository, tag);
    if (index === undefined) return undefined;
    if (!("manifests" in index)) return { platforms: ["linux/amd64"], manifest: index };
    // Attestations are listed with the platform unknown/unknown.
    const images = index.manifests.filter(({ platform }) => platform.os !== "unknown");
    const [image] = images;
    const manifest = image && (await this.get<Manifest>(repository, image.digest));
    if (manifest === undefined) return undefined;
    return { platforms: images.map(({ platform }) => `${platform.os}/${platform.architecture}`), manifest };
  }

  private async get<T>(repository: string, reference: string): Promise<T | undefined> {
    const path = `/v2/${repository}/manifests/${reference}`;
    const ca = await readFile(join(this.root, "etc", "docker-registry", "certificate.pem"));
    const headers = { accept: types.join(", ") };
    return new Promise((resolve, reject) => {
      const asked = request(
        { host: this.address, servername: registryHost, ca, auth, path, headers },
        (answer) => {
          buffer(answer).then((body) => {
            resolve(answer.statusCode === 200 ? (JSON.parse(body.toString()) as T) : undefined);
          }, reject);
        },
      );
      asked.on("error", reject).end();
    });
  }
}
