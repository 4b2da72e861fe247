import { isDeepStrictEqual } from "node:util";
import { join } from "node:path";
import { directories } from "./directories.js";
import { ensureDebianPrograms } from "./debian.js";
import { withLock } from "./lock.js";
import { elapsed, report } from "./report.js";
import { buildStandIn } from "./substitute-images/build.js";
import { completeImageName, parseImageName, standInRepository } from "./substitute-images/mirrors.js";
import { pushLayout } from "./substitute-images/push.js";
import { recipes, type Recipe } from "./substitute-images/recipes.js";

/** Hosts of the public images that have stand-ins. */
export const standInHosts: readonly string[] = [
  ...new Set(recipes.flatMap(({ references }) => references.map((name) => parseImageName(name).host))),
];

/** The stand-in for a public image, named as a Dockerfile names it; undefined if there is none. */
export function standInFor(reference: string): Recipe | undefined {
  const name = completeImageName(reference);
  return recipes.find(({ references }) =>
    references.some((own) => isDeepStrictEqual(parseImageName(own), name)),
  );
}

/** The stand-ins for those of the public images that have one, each once. */
export function standInsFor(publicImages: Iterable<string>): Set<Recipe> {
  return new Set([...publicImages].flatMap((reference) => standInFor(reference) ?? []));
}

/**
 * Puts stand-ins for those of the public images that have one where the builder will look for the real images, making
 * what the cache lacks.
 */
export async function provideStandIns(registry: string, publicImages: Iterable<string>): Promise<void> {
  for (const recipe of standInsFor(publicImages)) {
    const layout = await obtainStandIn(recipe);
    for (const reference of recipe.references) {
      const name = parseImageName(reference);
      await pushLayout(layout, registry, standInRepository(name), name.tag);
    }
  }
}

/** The folder of a stand-in's OCI layout, made if the cache lacks it, with what making it needs. */
export async function obtainStandIn(recipe: Recipe): Promise<string> {
  const lock = join(directories.standIns, `${recipe.name}.lock`);
  return withLock(lock, async () => {
    const { directory, made } = await buildStandIn(recipe, async (work) => {
      await ensureDebianPrograms([
        {
          program: "mmdebstrap",
          package: "mmdebstrap",
          purpose: "make stand-in base images of Debian packages",
        },
      ]);
      const about = elapsed(recipe.seconds * 1000);
      await report.step(
        `Make stand-in image ${recipe.references.join(", ")} (about ${about}, once a machine)`,
        work,
      );
    });
    if (made) report.say(`${recipe.name}: made, ${directory}`);
    return directory;
  });
}
