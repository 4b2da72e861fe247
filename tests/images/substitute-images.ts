import { obtainSubstitute } from "../../tools/local/substitutes.js";
import type { Recipe } from "../../tools/local/substitute-images/recipes.js";
import type { ThrowawayDocker } from "./throwaway-docker.js";

const loaded = new WeakMap<ThrowawayDocker, Map<string, Promise<void>>>();

/** Puts substitutes among a daemon's images; each once. */
export async function loadSubstitutes(docker: ThrowawayDocker, substitutes: Iterable<Recipe>): Promise<void> {
  const ofDocker = loaded.get(docker) ?? new Map<string, Promise<void>>();
  loaded.set(docker, ofDocker);
  for (const recipe of substitutes) {
    const load = ofDocker.get(recipe.name) ?? obtainSubstitute(recipe).then((layout) => docker.load(layout));
    ofDocker.set(recipe.name, load);
    await load;
  }
}
