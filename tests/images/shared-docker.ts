import { substituteFor } from "../../tools/local/substitutes.js";
import type { Recipe } from "../../tools/local/substitute-images/recipes.js";
import { loadSubstitutes } from "./substitute-images.js";
import { ThrowawayDocker } from "./throwaway-docker.js";

/** Milliseconds that a test may take: the first one waits for substitutes to be made and loaded. */
export const patience = 20 * 60_000;

let started: Promise<ThrowawayDocker> | undefined;

/**
 * The one Docker daemon that all tests of a run share, and among its images the substitutes
 * of those public images that are named, as a Dockerfile names them.
 */
export async function sharedDocker(...references: string[]): Promise<ThrowawayDocker> {
  started ??= ThrowawayDocker.start();
  const docker = await started;
  await loadSubstitutes(docker, references.map(mustHaveSubstitute));
  return docker;
}

function mustHaveSubstitute(reference: string): Recipe {
  const recipe = substituteFor(reference);
  if (recipe === undefined)
    throw new Error(`${reference} has no substitute in tools/local/substitute-images/recipes.ts`);
  return recipe;
}

// A hook of mocha's root suite: it runs after all test files, whether they passed or not.
after(async () => {
  // A start that failed has been reported by the tests that needed it.
  const docker = await started?.catch(() => undefined);
  await docker?.stop();
});
