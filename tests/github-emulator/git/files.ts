import type { Objects, TreeEntry } from "./objects.js";

/** What stands at a path: a file, a symlink or a submodule. Folders are only in the paths. */
export interface File {
  readonly mode: Exclude<TreeEntry["mode"], "040000">;
  readonly sha: string;
}

/** Every file of a tree by its path, sorted by path. */
export type Files = ReadonlyMap<string, File>;

/** Reads a tree to its leaves. `undefined` where it, or one below it, is not there. */
export function filesOf(objects: Objects, tree: string): Files | undefined {
  const files = new Map<string, File>();
  const read = (sha: string, prefix: string): boolean => {
    const entries = objects.tree(sha);
    return (
      entries?.every((entry) => {
        const path = prefix + entry.name;
        if (entry.mode === "040000") return read(entry.sha, `${path}/`);
        files.set(path, { mode: entry.mode, sha: entry.sha });
        return true;
      }) ?? false
    );
  };
  return read(tree, "") ? files : undefined;
}

/** Writes the tree that holds exactly these files. */
export function writeTree(objects: Objects, files: Files): string {
  const entries: TreeEntry[] = [];
  const folders = new Map<string, Map<string, File>>();
  for (const [path, file] of files) {
    const slash = path.indexOf("/");
    if (slash < 0) {
      entries.push({ name: path, ...file });
      continue;
    }
    const folder = path.slice(0, slash);
    const inside = folders.get(folder) ?? new Map<string, File>();
    folders.set(folder, inside.set(path.slice(slash + 1), file));
  }
  for (const [name, inside] of folders) {
    entries.push({ name, mode: "040000", sha: writeTree(objects, inside) });
  }
  return objects.addTree(entries);
}

/** Puts a file at a path; what was a folder there, or a file on the way, gives way as in git. */
export function put(files: Map<string, File>, path: string, file: File): void {
  for (const other of [...files.keys()]) {
    if (other.startsWith(`${path}/`) || path.startsWith(`${other}/`)) files.delete(other);
  }
  files.set(path, file);
}

/**
 * Merges two trees that come from one, file by file. Nobody deletes files.
 *
 * @throws Error where both changed one file in different ways: GitHub would not merge either.
 */
export function mergeFiles(base: Files, ours: Files, theirs: Files): Files {
  const merged = new Map(ours);
  for (const [path, other] of theirs) {
    const [before, mine] = [base.get(path), ours.get(path)];
    if (same(before, other) || same(mine, other)) continue;
    if (!same(before, mine)) throw new Error(`merge conflict in ${path}`);
    put(merged, path, other);
  }
  return merged;
}

function same(a: File | undefined, b: File | undefined): boolean {
  return a?.mode === b?.mode && a?.sha === b?.sha;
}
