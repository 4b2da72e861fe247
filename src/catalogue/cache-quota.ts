import type { Problem } from "../problems/problem.js";
import type { System } from "./system.js";

/** Megabytes of cache that GitHub keeps for a repository before it drops what was used longest ago. */
const CACHE_QUOTA_MEGABYTES = 10_000;

/**
 * What to look at where a system's build caches, one an image and platform, are larger together than GitHub keeps
 * (user pain 7). No mistake: builds go on, each a cold one whose cache another has driven out. Images without an
 * estimate count as nothing.
 */
export function cacheWarnings({ name, images }: System): Problem[] {
  const caches = images
    .map(({ id, platforms, cacheMegabytes = 0 }) => ({ id, megabytes: platforms.length * cacheMegabytes }))
    .filter(({ megabytes }) => megabytes > 0);
  const total = caches.reduce((sum, { megabytes }) => sum + megabytes, 0);
  if (total <= CACHE_QUOTA_MEGABYTES) return [];
  return [
    {
      where: `systems/${name}, cacheMegabytes`,
      expected: `at most ${CACHE_QUOTA_MEGABYTES} MB of build cache in a repository (GitHub's limit)`,
      found: `${total} MB: ${caches.map(({ id, megabytes }) => `${id} ${megabytes}`).join(", ")}`,
      fix: "keep the largest in a registry, or accept that caches drive each other out",
    },
  ];
}
