import { lstatSync } from "node:fs";
import path from "node:path";

/** What has a file's path but is not a file. */
export interface Obstacle {
  readonly where: string;
  readonly expected: string;
  readonly found: string;
}

/**
 * Why the file `name` cannot exist below `folder`: a path that leads out of it, a symlink on the way, a file in place
 * of a folder or the reverse. `undefined` if the file exists or can be created.
 */
export function obstacle(folder: string, name: string): Obstacle | undefined {
  const parts = name.split("/");
  if (path.isAbsolute(name) || parts.some((part) => part === "" || part === "." || part === "..")) {
    return { where: name, expected: "a path that stays below its folder", found: JSON.stringify(name) };
  }
  for (const depth of parts.keys()) {
    const on = path.join(folder, ...parts.slice(0, depth + 1));
    const found = lstatSync(on, { throwIfNoEntry: false });
    if (found === undefined) return undefined;
    const isLast = depth === parts.length - 1;
    if (isLast ? found.isFile() : found.isDirectory()) continue;
    return {
      where: on,
      expected: isLast ? "a file" : "a folder",
      found: found.isSymbolicLink() ? "a symlink" : found.isDirectory() ? "a folder" : "a file",
    };
  }
  return undefined;
}
