import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { refuse } from "../problems/user-error.js";
import type { DeliveredFile } from "../plan/delivery-plan.js";

/** Slipway's own project: the folder that holds `systems/`. */
const PROJECT = path.join(__dirname, "../..");

/**
 * The files below `systems/<system>/files`, delivered unchanged, in no particular order. Empty without such a folder.
 *
 * @throws UserError for anything but files and folders: a symlink would point elsewhere in the repository.
 */
export function staticFiles(system: string, project = PROJECT): DeliveredFile[] {
  const folder = path.posix.join("systems", system, "files");
  const entries = readFolder(path.join(project, folder));
  const problems = entries
    .filter((entry) => !entry.isFile() && !entry.isDirectory())
    .map((entry) => ({
      where: path.relative(project, path.join(entry.parentPath, entry.name)),
      expected: "a file or a folder",
      found: entry.isSymbolicLink() ? "a symlink" : "something else, such as a symlink",
      fix: "replace it with the file itself",
    }));
  refuse(problems, "in the delivered files; nothing was changed");
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const file = path.join(entry.parentPath, entry.name);
      const below = path.relative(path.join(project, folder), file).split(path.sep).join("/");
      return {
        path: below,
        content: readFileSync(file),
        executable: isExecutable(statSync(file).mode),
        source: `${folder}/${below}`,
      };
    });
}

function readFolder(folder: string) {
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
    : [];
}

/** As in git: by the owner's bit. */
export function isExecutable(mode: number): boolean {
  return (mode & 0o100) !== 0;
}
