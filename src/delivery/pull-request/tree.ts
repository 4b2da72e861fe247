import { createHash } from "node:crypto";
import type { DeliveredFile } from "../../plan/delivery-plan.js";

/** An entry of a git tree. `mode` is git's: 100644, 100755, 120000 (symlink), 040000 (folder) or 160000 (submodule). */
export interface TreeEntry {
  readonly mode: string;
  readonly sha: string;
}

/** All of a commit's files and folders, by their path from the root. */
export type Tree = ReadonlyMap<string, TreeEntry>;

/** How git stores a file. */
export function entryOf({ content, executable }: DeliveredFile): TreeEntry {
  return { mode: executable ? "100755" : "100644", sha: blobSha(content) };
}

/** The id that git gives to content. */
export function blobSha(content: Buffer): string {
  return createHash("sha1").update(`blob ${content.length}\0`).update(content).digest("hex");
}

export function isSame(a: TreeEntry | undefined, b: TreeEntry | undefined): boolean {
  return a?.mode === b?.mode && a?.sha === b?.sha;
}

/** Paths of files that differ between two trees. Folders are left out: they differ if a file in them does. */
export function differingPaths(a: Tree, b: Tree): readonly string[] {
  return [...new Set([...a.keys(), ...b.keys()])].filter((path) => {
    const [before, after] = [a.get(path), b.get(path)];
    return !isSame(before, after) && [before, after].some((entry) => entry !== undefined && !isFolder(entry));
  });
}

/** What a tree has in place of a file, or of a folder on the way to it; `undefined` if nothing is in the way. */
export function obstacleAt(
  tree: Tree,
  path: string,
): { readonly on: string; readonly found: string } | undefined {
  const parts = path.split("/");
  for (const depth of parts.keys()) {
    const on = parts.slice(0, depth + 1).join("/");
    const entry = tree.get(on);
    if (entry === undefined) return undefined;
    const isLast = depth === parts.length - 1;
    if (isLast ? entry.mode.startsWith("100") : isFolder(entry)) continue;
    return { on, found: KINDS[entry.mode] ?? "a file" };
  }
  return undefined;
}

const KINDS: Readonly<Record<string, string>> = {
  "040000": "a folder",
  "120000": "a symlink",
  "160000": "a submodule",
};

function isFolder({ mode }: TreeEntry): boolean {
  return mode === "040000";
}
