import { obtainStandIn, standInFor } from "../../engine/base-images.js";
import type { ThrowawayDocker } from "./throwaway-docker.js";

const loaded = new WeakMap<ThrowawayDocker, Map<string, Promise<void>>>();

/** Puts the stand-ins of public images, as a Dockerfile names them, among a daemon's images; each once. */
export async function loadStandIns(docker: ThrowawayDocker, references: Iterable<string>): Promise<void> {
  const ofDocker = loaded.get(docker) ?? new Map<string, Promise<void>>();
  loaded.set(docker, ofDocker);
  for (const reference of references) {
    const recipe = standInFor(reference);
    if (recipe === undefined) throw new Error(`${reference} has no stand-in in engine/standins/recipes.ts`);
    const load = ofDocker.get(recipe.name) ?? obtainStandIn(recipe).then((layout) => docker.load(layout));
    ofDocker.set(recipe.name, load);
    await load;
  }
}
