import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import * as v from "valibot";
import { readDockerfile } from "../../src/delivery/drift/read-dockerfile.js";
import { catalogue } from "../../systems/index.js";
import { directories, project } from "./directories.js";
import { httpStatus } from "./download.js";
import { ensureDebianPrograms } from "./debian.js";
import { withLock } from "./lock.js";
import { report } from "./step-report.js";
import { builtSubstitute, makeSubstitute } from "./substitute-images/build-substitute.js";
import { parseImageName, substituteRepository, type ImageName } from "./substitute-images/mirrors.js";
import { pushLayout } from "./substitute-images/layout.js";
import { recipes, type Recipe } from "./substitute-images/recipes.js";

/** A day in milliseconds: how long an answer holds. */
const day = 24 * 60 * 60 * 1000;

/** Registries of the public base images, by the address that answers for them. */
const addresses = ["https://registry-1.docker.io/v2/", "https://gcr.io/v2/"];

const answer = v.object({ reachable: v.boolean(), asked: v.number() });

/**
 * Whether public base images can be pulled on this machine: their registries answer (200, or 401 to a visitor).
 * Asked at most once a day, and again after `npm run down`.
 */
export async function publicImagesReachable(now: number = Date.now()): Promise<boolean> {
  const file = join(directories.state, "public-images.json");
  const remembered = await readFile(file, "utf8")
    .then((text) => v.parse(answer, JSON.parse(text)))
    .catch(() => undefined);
  if (remembered !== undefined && now - remembered.asked < day) return remembered.reachable;
  const statuses = await Promise.all(addresses.map(httpStatus));
  const reachable = statuses.every((status) => status === 200 || status === 401);
  await mkdir(directories.state, { recursive: true });
  await writeFile(file, JSON.stringify({ reachable, asked: now }));
  return reachable;
}

/**
 * What the Dockerfiles of systems name in FROM, arguments at their defaults: public images, and stages of their own.
 * A Dockerfile that is not there counts as empty; the program says what is wrong.
 *
 * @param checkouts System → folder of its sources, relative to the project, as `slipway:checkouts` has it.
 */
export async function dockerfileBases(
  checkouts: Readonly<Record<string, string>>,
  systems = catalogue,
): Promise<Set<string>> {
  const files = systems.flatMap(({ name, images }) => {
    const checkout = checkouts[name];
    return checkout === undefined ? [] : images.map(({ dockerfile }) => join(project, checkout, dockerfile));
  });
  const texts = await Promise.all(files.map((file) => readFile(file, "utf8").catch(() => "")));
  return new Set(texts.flatMap((text) => [...readDockerfile(text).bases]));
}

/** The public images that a substitute stands for. */
function namesOf({ references }: Recipe): ImageName[] {
  return references.flatMap((reference) => parseImageName(reference) ?? []);
}

/** Hosts of the public images that have substitutes. */
export const substitutedHosts: readonly string[] = [
  ...new Set(recipes.flatMap(namesOf).map(({ host }) => host)),
];

/** The substitute for a public image, named as a Dockerfile names it; undefined if there is none. */
export function substituteFor(reference: string): Recipe | undefined {
  const name = parseImageName(reference);
  return recipes.find((recipe) => namesOf(recipe).some((own) => isDeepStrictEqual(own, name)));
}

/** The substitutes for those of the public images that have one, each once. */
export function substitutesFor(publicImages: Iterable<string>): Set<Recipe> {
  return new Set([...publicImages].flatMap((reference) => substituteFor(reference) ?? []));
}

/** Announces those of the substitutes that have to be made, so that the time left can be estimated. */
export async function expectSubstitutes(wanted: Iterable<Recipe>): Promise<void> {
  for (const recipe of wanted) {
    if ((await builtSubstitute(recipe)) === undefined) report.expect(stepOf(recipe), recipe.seconds);
  }
}

/** Puts substitutes where the builder will look for the real images, making what the cache lacks. */
export async function provideSubstitutes(registry: string, wanted: Iterable<Recipe>): Promise<void> {
  for (const recipe of wanted) {
    const layout = await obtainSubstitute(recipe);
    for (const name of namesOf(recipe)) {
      await pushLayout(layout, registry, substituteRepository(name), name.tag);
    }
  }
}

/** The folder of a substitute's OCI layout, made if the cache lacks it, with what making it needs. */
export async function obtainSubstitute(recipe: Recipe): Promise<string> {
  const lock = join(directories.substitutes, `${recipe.name}.lock`);
  return withLock(lock, async () => {
    const built = await builtSubstitute(recipe);
    if (built !== undefined) return built;
    await ensureDebianPrograms([mmdebstrap]);
    const made = await report.step(stepOf(recipe), () => makeSubstitute(recipe));
    report.say(`${recipe.name}: made, ${made}`);
    return made;
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
