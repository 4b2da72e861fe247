/** The name of an image, taken apart as Docker reads it. */
export interface ImageReference {
  /** As it is spelt, without tag and digest: `rust`, `gcr.io/distroless/cc`. */
  readonly name: string;
  readonly tag?: string;
  /** `sha256:` and 64 hexadecimal digits. */
  readonly digest?: string;
}

/** Where an image is kept. */
export interface ImageRepository {
  /** Host of the registry's interface, with its port where it has one: `registry-1.docker.io`, `gcr.io`. */
  readonly registry: string;
  /** `library/rust`, `distroless/cc`. */
  readonly repository: string;
}

/** The host by which Docker Hub, docker.io in names, is asked. */
export const DOCKER_HUB = "registry-1.docker.io";

/** A first part without a dot or a port is no host, but an account of Docker Hub's. */
const HOST = /(?:localhost|[A-Za-z\d-]+(?:\.[A-Za-z\d-]+)+|[A-Za-z\d-]+(?=:)|\[[A-Fa-f\d:]+\])(?::\d+)?/
  .source;
const PART = /[a-z\d]+(?:(?:\.|__?|-+)[a-z\d]+)*/.source;
const DIGEST = /sha256:[0-9a-f]{64}/.source;
const REFERENCE = new RegExp(
  `^(?<name>(?:${HOST}/)?${PART}(?:/${PART})*)(?::(?<tag>\\w[\\w.-]{0,127}))?(?:@(?<digest>${DIGEST}))?$`,
);

/** Whether it is a digest as registries write it. No other algorithm is in use. */
export function isDigest(text: string): boolean {
  return new RegExp(`^${DIGEST}$`).test(text);
}

/** Reads the name of an image; `undefined` where it is none by the grammar of the OCI and Docker. Pure. */
export function parseImageReference(text: string): ImageReference | undefined {
  const { name, tag, digest } = REFERENCE.exec(text)?.groups ?? {};
  if (name === undefined) return undefined;
  return { name, ...(tag !== undefined && { tag }), ...(digest !== undefined && { digest }) };
}

/** Writes it as it is read. Pure. */
export function formatImageReference({ name, tag, digest }: ImageReference): string {
  return name + (tag === undefined ? "" : `:${tag}`) + (digest === undefined ? "" : `@${digest}`);
}

/** Which registry to ask for an image, and by which name. Short names are Docker Hub's. Pure. */
export function repositoryOfImage({ name }: ImageReference): ImageRepository {
  const [, host = "docker.io", path = name] = new RegExp(`^(${HOST})/(.+)$`).exec(name) ?? [];
  if (!/^(?:index\.)?docker\.io$/.test(host)) return { registry: host, repository: path };
  return { registry: DOCKER_HUB, repository: path.includes("/") ? path : `library/${path}` };
}

/** How the name of a public image relates to what its registry has. */
export interface ImagePin {
  /**
   * `current`: named by the digest that its tag has now; `missing`: named by tag alone; `moved`: its tag has another
   * digest now; `untagged`: named by digest alone, so there is nothing to ask for.
   */
  readonly state: "current" | "missing" | "moved" | "untagged";
  /** Its name, as the stack or the catalogue has it. */
  readonly before: string;
  /** Its name with tag and digest; `before` where nothing is to be changed. */
  readonly after: string;
}

/** Whether there is a tag to ask for: one that is named, or Docker's `latest` where nothing is named. Pure. */
export function hasTag({ tag, digest }: ImageReference): boolean {
  return tag !== undefined || digest === undefined;
}

/** Compares an image's name with the `digest` that its tag has now; `undefined` where it has no tag. Pure. */
export function imagePin(image: string, digest: string | undefined): ImagePin {
  const named = parseImageReference(image);
  if (named === undefined || digest === undefined) return { state: "untagged", before: image, after: image };
  if (named.digest === digest) return { state: "current", before: image, after: image };
  const after = formatImageReference({ name: named.name, tag: named.tag ?? "latest", digest });
  return { state: named.digest === undefined ? "missing" : "moved", before: image, after };
}
