import { DOCKER_HUB, parseImageReference, repositoryOfImage } from "../../../src/registry/image-reference.js";

/** Folder of substitutes in the local registry, apart from what the stack itself pushes. */
const folder = "substitutes";

/** An image name taken apart: `gcr.io/distroless/cc:nonroot` → host gcr.io, repository distroless/cc, tag nonroot. */
export interface ImageName {
  readonly host: string;
  readonly repository: string;
  readonly tag: string;
}

/** Takes a name apart as Docker reads it in a Dockerfile: `rust:1` is library/rust of docker.io. Digests are left out. */
export function parseImageName(reference: string): ImageName | undefined {
  const parsed = parseImageReference(reference);
  if (parsed === undefined) return undefined;
  const { registry, repository } = repositoryOfImage(parsed);
  const host = registry === DOCKER_HUB ? "docker.io" : registry;
  return { host, repository, tag: parsed.tag ?? "latest" };
}

/** Where BuildKit looks first for images of `host`: a path in the local registry (buildkitd.toml, mirrors). */
export function mirrorOf(host: string, registry: string): string {
  return `${registry}/${folder}/${host}`;
}

/** The repository in the local registry in which a substitute is found through the mirror. */
export function substituteRepository({ host, repository }: ImageName): string {
  return `${folder}/${host}/${repository}`;
}
