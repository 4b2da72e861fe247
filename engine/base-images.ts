import { readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { execa } from "execa";
import type { BuilderKind } from "./builder.js";
import { directories } from "./directories.js";
import { ensureDebianPrograms } from "./debian.js";
import { withLock } from "./lock.js";
import { elapsed, report } from "./report.js";
import { buildStandIn, typicalSeconds } from "./standins/build.js";
import { parseImageName, standInRepository } from "./standins/mirrors.js";
import { pushLayout } from "./standins/push.js";
import { recipes, type Recipe } from "./standins/recipes.js";

/** Hosts of the public images that have stand-ins. */
export const standInHosts: readonly string[] = [
  ...new Set(recipes.flatMap(({ references }) => references.map((name) => parseImageName(name).host))),
];

/** A file that says that stand-ins were loaded into Docker by us, for `npm run down`. */
export const loadedNote = join(directories.state, "loaded-stand-ins");

/** Makes the stand-ins that the cache lacks, and puts all of them where the builder will look for the real images. */
export async function provideStandIns(kind: BuilderKind, registry: string): Promise<void> {
  const layouts: string[] = [];
  for (const recipe of recipes) {
    const directory = await make(recipe);
    layouts.push(directory);
    if (kind === "docker") continue;
    for (const reference of recipe.references) {
      const name = parseImageName(reference);
      await pushLayout(directory, registry, standInRepository(name), name.tag);
    }
  }
  if (kind === "docker") await loadIntoDocker(layouts);
}

/** The names under which stand-ins were loaded into a Docker daemon. */
export function standInNames(): readonly string[] {
  return recipes.flatMap(({ references }) => references);
}

async function make(recipe: Recipe): Promise<string> {
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
      const about = elapsed(typicalSeconds[recipe.name] * 1000);
      await report.step(
        `Make stand-in image ${recipe.references.join(", ")} (about ${about}, once a machine)`,
        work,
      );
    });
    if (made) report.say(`${recipe.name}: made, ${directory}`);
    return directory;
  });
}

/** With Docker's own engine there are no mirrors: the stand-ins take the public names in its image store. */
async function loadIntoDocker(layouts: readonly string[]): Promise<void> {
  const wanted = layouts.join("\n");
  if ((await readFile(loadedNote, "utf8").catch(() => "")) === wanted) return;
  for (const layout of layouts) {
    await report.step(`Load stand-in image ${basename(layout)} into Docker`, async () => {
      await execa("tar", ["-cf", "-", "-C", layout, "."], { buffer: false }).pipe("docker", [
        "load",
        "--quiet",
      ]);
    });
  }
  await writeFile(loadedNote, wanted);
}
