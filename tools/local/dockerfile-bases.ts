import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { readDockerfile } from "../../src/delivery/drift/read-dockerfile.js";
import { catalogue } from "../../systems/index.js";
import { project } from "./directories.js";

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
