import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { deliveredFiles } from "../../src/delivery/delivered-files.js";
import { catalogue } from "../../systems/index.js";
import { fixtureCatalogue, fixtureFolder } from "../fixture-catalogue/index.js";
import { resolved } from "../src/plan/fixtures.js";

export const GOLDEN = path.join(__dirname, "..", "golden");

/** Path below tests/golden → text of every delivered file that is made, by the catalogues' own defaults. */
export function madeFiles(): Map<string, string> {
  return new Map([
    ...catalogue.flatMap((system) => made(system.name, deliveredFiles(resolved(system)))),
    ...fixtureCatalogue.flatMap((system) =>
      made(`fixture-catalogue/${system.name}`, deliveredFiles(resolved(system), fixtureFolder)),
    ),
  ]);
}

/** Static files stand below `systems/` as they are delivered, and need no copy. */
function made(folder: string, files: ReturnType<typeof deliveredFiles>) {
  return files
    .filter(({ source }) => !/^systems\/[^/]+\/files\//.test(source))
    .map((file) => [`${folder}/${file.path}`, file.content.toString()] as const);
}

/** Path below tests/golden → text of what was agreed on. */
export function goldenFiles(): Map<string, string> {
  return new Map(
    readdirSync(GOLDEN, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .map((file) => [path.relative(GOLDEN, file), readFileSync(file, "utf8")]),
  );
}
