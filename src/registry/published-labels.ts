import * as v from "valibot";
import { MANIFEST_TYPES } from "./media-types.js";
import { type Credentials, refusedBy, registryUrl, repositoryClient } from "./repository-client.js";

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
export async function publishedLabels(
  reference: string,
  credentials: Credentials | undefined,
): Promise<Readonly<Record<string, string>> | undefined> {
  const [, host, repository, tag] = /^([^/]+)\/(.+):([^:/]+)$/.exec(reference) ?? [];
  if (host === undefined || repository === undefined || tag === undefined) return undefined;
  const ask = repositoryClient({ url: registryUrl(host), repository, credentials });
  const get = async (path: string): Promise<unknown> => {
    const answer = await ask("GET", path, MANIFEST_TYPES);
    if (answer.status !== 200) throw refusedBy(answer);
    return JSON.parse(answer.body.toString());
  };
  try {
    let manifest = await get(`manifests/${tag}`);
    if (v.is(index, manifest)) manifest = await get(`manifests/${manifest.manifests[0].digest}`);
    const { digest } = v.parse(image, manifest).config;
    return v.parse(config, await get(`blobs/${digest}`)).config?.Labels ?? {};
  } catch {
    return undefined;
  }
}
