import { createHash } from "node:crypto";
import { isSafeAddress } from "./connection-problems.js";
import { type ImageReference, isDigest, repositoryOfImage } from "./image-reference.js";
import { MANIFEST_TYPES } from "./media-types.js";
import { bearerChallenge } from "./bearer-challenge.js";
import {
  type Answer,
  refusedBy,
  type LookupError,
  visit,
  visitorToken,
  VisitEnded,
} from "./registry-visit.js";

/** What a registry says of a tag. */
export type TagDigest =
  /** `sha256:…`, of the index where the image has one, so of all its platforms. */
  { readonly kind: "digest"; readonly digest: string } | LookupError;

/**
 * Asks an image's registry which digest its tag has now; without a tag, `latest`, as Docker does. By the OCI
 * distribution specification, with the token that a registry gives to everybody. Downloads no image: the head of its
 * manifest will do, which Docker Hub does not count as a pull. Nothing is thrown.
 */
export async function tagDigest(image: ImageReference): Promise<TagDigest> {
  const { registry, repository } = repositoryOfImage(image);
  const url = `${origin(registry)}/v2/${repository}/manifests/${image.tag ?? "latest"}`;
  try {
    return { kind: "digest", digest: await digestAt(url, `repository:${repository}:pull`) };
  } catch (error) {
    if (error instanceof VisitEnded) return error.error;
    throw error;
  }
}

/** Docker, too, speaks plain HTTP with a registry on the machine itself, and with no other. */
function origin(registry: string): string {
  const plain = `http://${registry}`;
  return isSafeAddress(plain) ? plain : `https://${registry}`;
}

async function digestAt(url: string, scope: string): Promise<string> {
  const accept = MANIFEST_TYPES.join(", ");
  const ask = (method: "GET" | "HEAD", token?: string) =>
    visit(method, url, { accept, ...(token !== undefined && { authorization: `Bearer ${token}` }) });

  let head = await ask("HEAD");
  const challenge = head.status === 401 ? bearerChallenge(head.header("www-authenticate") ?? "") : undefined;
  const token = challenge && (await visitorToken(challenge, scope));
  if (token !== undefined) head = await ask("HEAD", token);
  const named = digestNamed(head);
  if (named !== undefined) return named;

  // The specification lets a registry leave the digest out of its answer.
  const whole = await ask("GET", token);
  return digestNamed(whole) ?? `sha256:${createHash("sha256").update(whole.body).digest("hex")}`;
}

/**
 * The digest by which a registry calls the manifest that it answers with, if it does.
 *
 * @throws VisitEnded where the answer is no manifest.
 */
function digestNamed(answer: Answer): string | undefined {
  if (answer.status !== 200) throw refusedBy(answer);
  const mediaType = (answer.header("content-type") ?? "").replace(/;.*/s, "").trim();
  if (!MANIFEST_TYPES.includes(mediaType))
    throw surprise(answer, `an answer of the kind ${mediaType || "none"}`);
  const digest = answer.header("docker-content-digest");
  if (digest !== undefined && !isDigest(digest))
    throw surprise(answer, `the digest ${JSON.stringify(digest)}`);
  return digest;
}

function surprise({ host }: Answer, because: string): VisitEnded {
  return new VisitEnded({ kind: "unknown", host, because });
}
