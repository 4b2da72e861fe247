import Table from "cli-table3";
import * as v from "valibot";
import { MANIFEST_TYPES } from "../../src/registry/media-types.js";
import { registryUrl, repositoryClient } from "../../src/registry/repository-client.js";
import type { ImageOutput } from "./events.js";
import { bytes, elapsed } from "./quantities.js";

const sized = v.object({ size: v.number() });
const manifest = v.object({
  config: v.optional(sized),
  layers: v.optional(v.array(sized)),
  manifests: v.optional(v.array(v.object({ digest: v.string() }))),
});

/**
 * Bytes that a pull of the image transfers: configuration and compressed layers, over all platforms of an index.
 * Undefined if the local registry does not have it.
 */
export async function imageSize(
  registry: string,
  reference: string,
  digest: string,
): Promise<number | undefined> {
  const repository = localRepository(reference, registry);
  if (repository === undefined) return undefined;
  const ask = repositoryClient({ url: registryUrl(registry), repository });
  const answer = await ask("GET", `manifests/${digest}`, MANIFEST_TYPES).catch(() => undefined);
  if (answer?.status !== 200) return undefined;
  const { config, layers = [], manifests = [] } = v.parse(manifest, JSON.parse(answer.body.toString()));
  const parts = await Promise.all(manifests.map((one) => imageSize(registry, reference, one.digest)));
  const own = [...(config === undefined ? [] : [config]), ...layers].reduce((sum, { size }) => sum + size, 0);
  return parts.reduce<number>((sum, size) => sum + (size ?? 0), own);
}

/** The repository in a reference to that registry: `localhost:5055/a/b:latest` → `a/b`. */
export function localRepository(reference: string, registry: string): string | undefined {
  if (!reference.startsWith(`${registry}/`)) return undefined;
  return reference.slice(registry.length + 1).replace(/(@.*|:[^/]*)$/, "");
}

/** One row of the table. */
export interface ImageRow extends ImageOutput {
  readonly size: number | undefined;
  /** Milliseconds, or undefined if the image was not built in this run. */
  readonly buildTime: number | undefined;
}

/** The table that ends `npm run up`. Digests are cut to twelve digits, as Docker does. */
export function imageTable(rows: readonly ImageRow[]): string {
  const table = new Table({
    head: ["image", "reference", "digest", "size", "build time"],
    style: { head: [], border: [] },
  });
  for (const { image, reference, digest, size, buildTime } of rows) {
    table.push([
      image,
      reference,
      digest.slice(0, "sha256:".length + 12),
      size === undefined ? "?" : bytes(size),
      buildTime === undefined ? "unchanged" : elapsed(buildTime),
    ]);
  }
  return table.toString();
}
