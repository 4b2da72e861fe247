import { isDeepStrictEqual } from "node:util";
import { join } from "node:path";
import { directories } from "./directories.js";
import { ensureDebianPrograms } from "./debian.js";
import { withLock } from "./lock.js";
import { report } from "./step-report.js";
import { buildSubstitute, isBuilt } from "./substitute-images/build-substitute.js";
import { completeImageName, parseImageName, substituteRepository } from "./substitute-images/mirrors.js";
import { pushLayout } from "./substitute-images/push.js";
import { recipes, type Recipe } from "./substitute-images/recipes.js";

/** Hosts of the public images that have substitutes. */
export const substitutedHosts: readonly string[] = [
  ...new Set(recipes.flatMap(({ references }) => references.map((name) => parseImageName(name).host))),
];

/** The substitute for a public image, named as a Dockerfile names it; undefined if there is none. */
export function substituteFor(reference: string): Recipe | undefined {
  const name = completeImageName(reference);
  return recipes.find(({ references }) =>
    references.some((own) => isDeepStrictEqual(parseImageName(own), name)),
  );
}

/** The substitutes for those of the public images that have one, each once. */
export function substitutesFor(publicImages: Iterable<string>): Set<Recipe> {
  return new Set([...publicImages].flatMap((reference) => substituteFor(reference) ?? []));
}

/** Announces those of the substitutes that have to be made, so that the time left can be estimated. */
export async function expectSubstitutes(wanted: Iterable<Recipe>): Promise<void> {
  for (const recipe of wanted) {
    if (!(await isBuilt(recipe))) report.expect(stepOf(recipe), recipe.seconds);
  }
}

/** Puts substitutes where the builder will look for the real images, making what the cache lacks. */
export async function provideSubstitutes(registry: string, wanted: Iterable<Recipe>): Promise<void> {
  for (const recipe of wanted) {
    const layout = await obtainSubstitute(recipe);
    for (const reference of recipe.references) {
      const name = parseImageName(reference);
      await pushLayout(layout, registry, substituteRepository(name), name.tag);
    }
  }
}

/** The folder of a substitute's OCI layout, made if the cache lacks it, with what making it needs. */
export async function obtainSubstitute(recipe: Recipe): Promise<string> {
  const lock = join(directories.substitutes, `${recipe.name}.lock`);
  return withLock(lock, async () => {
    const { directory, made } = await buildSubstitute(recipe, async (work) => {
      await ensureDebianPrograms([mmdebstrap]);
      await report.step(stepOf(recipe), work);
    });
    if (made) report.say(`${recipe.name}: made, ${directory}`);
    return directory;
  });
}

/** What substitutes are made with. */
export const mmdebstrap = {
  program: "mmdebstrap",
  package: "mmdebstrap",
  purpose: "make substitute base images of Debian packages",
} as const;

function stepOf({ references }: Recipe): string {
  return `Make substitute image ${references.join(", ")}`;
}
