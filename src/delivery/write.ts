import { lstatSync, mkdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { sync as writeFileAtomic } from "write-file-atomic";
import type { Problem } from "../problems/problem.js";
import { refuse } from "../problems/user-error.js";
import type { DeliveredFile } from "../plan/delivery-plan.js";
import { obstacle } from "./obstacle.js";
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
  const problems = obstacles(folder, files);
  refuse(problems, "with the output folder; nothing was written");
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
  const ofFolder = folderProblems(folder);
  if (ofFolder.length > 0) return ofFolder;
  const ofFiles = files.flatMap((file) => fileProblems(folder, file));
  return [...new Map(ofFiles.map((problem) => [problem.where, problem])).values()];
}

function folderProblems(folder: string): Problem[] {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found === undefined || found.isDirectory()) return [];
  return [
    {
      where: folder,
      expected: "a folder, or nothing yet",
      found: "a file",
      fix: "name another folder",
    },
  ];
}

function fileProblems(folder: string, file: DeliveredFile): Problem[] {
  const found = obstacle(folder, file.path);
  return found === undefined ? [] : [{ ...found, fix: "move it, or name another folder" }];
}

function holds(file: string, content: Buffer, executable: boolean): boolean {
  const found = lstatSync(file, { throwIfNoEntry: false });
  return found !== undefined && isExecutable(found.mode) === executable && readFileSync(file).equals(content);
}
