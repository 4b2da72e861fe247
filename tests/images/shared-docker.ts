import { standInFor } from "../../tools/local/base-images.js";
import type { Recipe } from "../../tools/local/substitute-images/recipes.js";
import { loadStandIns } from "./stand-ins.js";
import { ThrowawayDocker } from "./throwaway-docker.js";

/** Milliseconds that a test may take: the first one waits for stand-ins to be made and loaded. */
export const patience = 20 * 60_000;

let started: Promise<ThrowawayDocker> | undefined;

/**
 * The one Docker daemon, with a network of its own, that all tests of a run share, and among its images the stand-ins
 * of those public images that are named, as a Dockerfile names them.
 */
export async function sharedDocker(...references: string[]): Promise<ThrowawayDocker> {
  started ??= ThrowawayDocker.start({}, "own");
  const docker = await started;
  await loadStandIns(docker, references.map(mustHaveStandIn));
  return docker;
}

function mustHaveStandIn(reference: string): Recipe {
  const recipe = standInFor(reference);
  if (recipe === undefined)
    throw new Error(`${reference} has no stand-in in tools/local/substitute-images/recipes.ts`);
  return recipe;
}

// A hook of mocha's root suite: it runs after all test files, whether they passed or not.
after(async () => {
  // A start that failed has been reported by the tests that needed it.
  const docker = await started?.catch(() => undefined);
  await docker?.stop();
});
