import { createHash } from "node:crypto";
import { type ImageReference, isDigest, repositoryOfImage } from "./image-reference.js";
import { MANIFEST_TYPES } from "./media-types.js";
import { type LookupError, RegistryError } from "./lookup-error.js";
import { refusedBy, type RegistryAnswer, registryUrl, repositoryClient } from "./repository-client.js";

/** What a registry says of a tag. */
export type TagDigest =
  /** `sha256:…`, of the index where the image has one, so of all its platforms. */
  { readonly kind: "digest"; readonly digest: string } | LookupError;

/** Registries that know no HEAD answer so. */
const NO_HEAD = [404, 405, 501];

/**
 * Asks an image's registry which digest its tag has now, as a visitor without an account; without a tag, `latest`, as
 * Docker does. Downloads no image: the head of its manifest will do, which Docker Hub does not count as a pull. Nothing
 * is thrown.
 */
export async function tagDigest(image: ImageReference): Promise<TagDigest> {
  const { registry, repository } = repositoryOfImage(image);
  const ask = repositoryClient({ url: registryUrl(registry), repository });
  const path = `manifests/${image.tag ?? "latest"}`;
  try {
    const head = await ask("HEAD", path, MANIFEST_TYPES);
    const named = NO_HEAD.includes(head.status) ? undefined : digestNamed(head);
    if (named !== undefined) return { kind: "digest", digest: named };
    // The specification lets a registry leave the digest out of its answer.
    const whole = await ask("GET", path, MANIFEST_TYPES);
    const digest = digestNamed(whole) ?? `sha256:${createHash("sha256").update(whole.body).digest("hex")}`;
    return { kind: "digest", digest };
  } catch (error) {
    if (error instanceof RegistryError) return error.error;
    throw error;
  }
}

/**
 * The digest by which a registry calls the manifest that it answers with, if it does.
 *
 * @throws RegistryError where the answer is no manifest.
 */
function digestNamed(answer: RegistryAnswer): string | undefined {
  if (answer.status !== 200) throw refusedBy(answer);
  const { host, mediaType, header } = answer;
  const unknown = (because: string) => new RegistryError({ kind: "unknown", host, because });
  const digest = header("docker-content-digest");
  if (!MANIFEST_TYPES.includes(mediaType)) throw unknown(`an answer of the kind ${mediaType || "none"}`);
  if (digest !== undefined && !isDigest(digest)) throw unknown(`the digest ${JSON.stringify(digest)}`);
  return digest;
}
