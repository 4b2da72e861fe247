import { lstatSync, mkdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { sync as writeFileAtomic } from "write-file-atomic";
import type { Problem } from "../problems/problem.js";
import { refuse } from "../problems/user-error.js";
import type { DeliveredFile } from "../plan/delivery-plan.js";
import { isExecutable } from "./static-files.js";

/** The outcome for one file. */
export interface Written {
  readonly path: string;
  readonly outcome: "written" | "unchanged";
}

/**
 * Writes files below a folder, which is created if missing. Skips a file with equal bytes and mode; replaces any other
 * atomically. Deletes nothing.
 *
 * @throws UserError, before writing anything, if a file would be outside the folder or something is in the way.
 */
export function writeFiles(folder: string, files: readonly DeliveredFile[]): readonly Written[] {
  refuse(obstacles(folder, files), "with the output folder; nothing was written");
  return files.map(({ path: name, content, executable }) => {
    const file = path.join(folder, name);
    if (holds(file, content, executable)) return { path: name, outcome: "unchanged" };
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileAtomic(file, content, { mode: executable ? 0o755 : 0o644 });
    return { path: name, outcome: "written" };
  });
}

/** What is in the way, each obstacle once. */
function obstacles(folder: string, files: readonly DeliveredFile[]): readonly Problem[] {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === false) {
    const expected = "a folder, or nothing yet";
    return [{ where: folder, expected, found: "a file", fix: "name another folder" }];
  }
  const found = files.flatMap(({ path: name }) => obstacle(folder, name) ?? []);
  return [...new Map(found.map((one) => [one.where, one])).values()].map((one) => ({
    ...one,
    fix: "move it, or name another folder",
  }));
}

/**
 * Why the file `name` cannot exist below `folder`: a path that leads out of it, a symlink on the way, a file in place
 * of a folder or the reverse. `undefined` if the file exists or can be created.
 */
export function obstacle(folder: string, name: string): Omit<Problem, "fix"> | undefined {
  const parts = name.split("/");
  if (path.isAbsolute(name) || parts.some((part) => part === "" || part === "." || part === "..")) {
    return { where: name, expected: "a path that stays below its folder", found: JSON.stringify(name) };
  }
  for (const depth of parts.keys()) {
    const where = path.join(folder, ...parts.slice(0, depth + 1));
    const found = lstatSync(where, { throwIfNoEntry: false });
    if (found === undefined) return undefined;
    const isLast = depth === parts.length - 1;
    if (isLast ? found.isFile() : found.isDirectory()) continue;
    return {
      where,
      expected: isLast ? "a file" : "a folder",
      found: found.isSymbolicLink() ? "a symlink" : found.isDirectory() ? "a folder" : "a file",
    };
  }
  return undefined;
}

function holds(file: string, content: Buffer, executable: boolean): boolean {
  const found = lstatSync(file, { throwIfNoEntry: false });
  return found !== undefined && isExecutable(found.mode) === executable && readFileSync(file).equals(content);
}
