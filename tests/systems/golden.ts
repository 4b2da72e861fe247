import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { deliveredFiles } from "../../src/delivery/delivered-files.js";
import { catalogue } from "../../systems/index.js";
import { resolved } from "../src/plan/fixtures.js";

export const GOLDEN = path.join(__dirname, "..", "golden");

/**
 * `system/path` → text of every delivered file that is made, by the catalogue's own defaults. Static files stand below
 * `systems/` as they are delivered and need no copy.
 */
export function madeFiles(): Map<string, string> {
  return new Map(
    catalogue.flatMap((system) =>
      deliveredFiles(resolved(system))
        .filter(({ source }) => !source.startsWith(`systems/${system.name}/files/`))
        .map((file) => [`${system.name}/${file.path}`, file.content.toString()] as const),
    ),
  );
}

/** `system/path` → text of what was agreed on. */
export function goldenFiles(): Map<string, string> {
  return new Map(
    readdirSync(GOLDEN, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .map((file) => [path.relative(GOLDEN, file), readFileSync(file, "utf8")]),
  );
}
