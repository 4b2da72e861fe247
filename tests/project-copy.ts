import { cpSync, symlinkSync } from "node:fs";
import path from "node:path";
import { temporaryFolder } from "./src/delivery/temporary-folder.js";

const PROJECT = path.join(__dirname, "..");

/** A copy of the project, to be changed; below a folder of its own. It shares node_modules. */
export function projectCopy(): string {
  const copy = path.join(temporaryFolder(), "slipway");
  const rooms = ["src", "systems", "tests/fixture-catalogue"];
  const files = ["tools/local/dependencies.mjs", "package.json", "package-lock.json", "tsconfig.json"];
  for (const name of [...rooms, ...files]) {
    cpSync(path.join(PROJECT, name), path.join(copy, name), { recursive: true });
  }
  symlinkSync(path.join(PROJECT, "node_modules"), path.join(copy, "node_modules"));
  return copy;
}
