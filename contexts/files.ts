import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import type { IgnoreRules, Verdict } from "./ignore-file.js";

/** One file or symbolic link of a build context. Folders are implied by their files, as in git. */
export interface ContextFile {
  /** Relative to the context, with `/` between its parts. */
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
      if (entry.isDirectory()) {
        return verdict.ignored && !rules.mayBringBack ? [] : filesBelow(root, relative, rules, verdict);
      }
      if (verdict.ignored) return [];
      if (entry.isSymbolicLink()) return [{ path: relative, kind: "link" }];
      if (!entry.isFile()) return [];
      const { mode } = await stat(path.join(root, relative));
      return [{ path: relative, kind: (mode & 0o100) === 0 ? "file" : "executable" }];
    }),
  );
  return files.flat();
}
