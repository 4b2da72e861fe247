import type { Dispatcher } from "undici";
import * as v from "valibot";

/** What to log in to a registry with. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

const TIMEOUT_MILLISECONDS = 10_000;
const LOOPBACK = /^(?:localhost|127\.|\[::1\])/;
const MANIFESTS = [
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
].join(", ");

const descriptor = v.object({ digest: v.string() });
const image = v.object({ config: descriptor });
const index = v.object({ manifests: v.tupleWithRest([descriptor], descriptor) });
const config = v.object({
  config: v.optional(v.object({ Labels: v.nullish(v.record(v.string(), v.string())) })),
});

/**
 * The labels of the image that a registry holds under `HOST/REPOSITORY:TAG`; of an index, those of its first image.
 * `undefined` where the tag is free, or the registry does not answer.
 */
export async function labelsAt(
  reference: string,
  credentials: Credentials | undefined,
): Promise<Readonly<Record<string, string>> | undefined> {
  const [, host, repository, tag] = /^([^/]+)\/(.+):([^:/]+)$/.exec(reference) ?? [];
  if (host === undefined || repository === undefined || tag === undefined) return undefined;
  const base = `${LOOPBACK.test(host) ? "http" : "https"}://${host}/v2/${repository}`;
  // Loaded here, because hardly any stack asks. Node's own fetch does not go by HTTPS_PROXY.
  const { EnvHttpProxyAgent } = await import("undici");
  const agent = new EnvHttpProxyAgent();
  const get = (path: string) => getJson(base + path, credentials, agent);
  try {
    let manifest = await get(`/manifests/${tag}`);
    if (v.is(index, manifest)) manifest = await get(`/manifests/${manifest.manifests[0].digest}`);
    const { digest } = v.parse(image, manifest).config;
    return v.parse(config, await get(`/blobs/${digest}`)).config?.Labels ?? {};
  } catch {
    return undefined;
  } finally {
    await agent.close();
  }
}

async function getJson(
  url: string,
  credentials: Credentials | undefined,
  dispatcher: Dispatcher,
): Promise<unknown> {
  const authorization =
    credentials &&
    `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`).toString("base64")}`;
  const { fetch } = await import("undici");
  const response = await fetch(url, {
    dispatcher,
    headers: { accept: MANIFESTS, ...(authorization !== undefined && { authorization }) },
    signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS),
  });
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response.json();
}
