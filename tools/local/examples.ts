import { cp } from "node:fs/promises";
import { join } from "node:path";
import { catalogue } from "../../systems/index.js";
import { project } from "./directories.js";

/** System → its sample sources, relative to the project, as `slipway:checkouts` has it. */
export const exampleCheckouts: Readonly<Record<string, string>> = Object.fromEntries(
  catalogue.map(({ name }) => [name, `systems/${name}/sample`]),
);

/** Copies a system's sample sources, links followed, without what was built in them. */
export async function copyExample(system: string, folder: string): Promise<void> {
  await cp(join(project, "systems", system, "sample"), folder, {
    recursive: true,
    dereference: true,
    filter: (file) => !/\/(target|node_modules)$/.test(file),
  });
}
