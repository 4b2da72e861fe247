import type { Dirent, Stats } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import path from "node:path";
import type { IgnoreRules, Verdict } from "./ignore-file.js";

/** The folder of the files that Slipway delivers to systems' repositories. */
const delivered = path.join(__dirname, "../../systems") + path.sep;

/** One file or symbolic link of a build context. Folders are implied by their files, as in git. */
export interface ContextFile {
  /** Relative to the context, with `/`. */
  readonly path: string;
  readonly kind: "file" | "executable" | "link";
}

/** The files a build can see, sorted by path. Special files (sockets, devices) are left out. */
export async function contextFiles(root: string, rules: IgnoreRules): Promise<ContextFile[]> {
  const files = await filesBelow(root, "", rules, undefined);
  return files.toSorted((a, b) => (a.path < b.path ? -1 : Number(a.path > b.path)));
}

async function filesBelow(
  root: string,
  folder: string,
  rules: IgnoreRules,
  above: Verdict | undefined,
): Promise<ContextFile[]> {
  const entries = await readdir(path.join(root, folder), { withFileTypes: true });
  const files = await Promise.all(
    entries.map(async (entry): Promise<ContextFile[]> => {
      const relative = path.posix.join(folder, entry.name);
      const verdict = rules.judge(relative, above);
      const kind = entry.isSymbolicLink() ? await seenThrough(entry, path.join(root, relative)) : entry;
      if (kind.isDirectory()) {
        return verdict.ignored && !rules.mayBringBack ? [] : filesBelow(root, relative, rules, verdict);
      }
      if (verdict.ignored) return [];
      if (kind.isSymbolicLink()) return [{ path: relative, kind: "link" }];
      if (!kind.isFile()) return [];
      const { mode } = await stat(path.join(root, relative));
      return [{ path: relative, kind: (mode & 0o100) === 0 ? "file" : "executable" }];
    }),
  );
  return files.flat();
}

/**
 * Links stay links, as in git. Only links to delivered files are followed: a sample in `systems/<name>/sample/` links
 * to them, while the repository that it represents contains them.
 */
async function seenThrough(link: Dirent, file: string): Promise<Dirent | Stats> {
  const target = await realpath(file).catch(() => undefined);
  return target?.startsWith(delivered) === true ? stat(file) : link;
}
