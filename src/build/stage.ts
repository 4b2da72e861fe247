import { createHash } from "node:crypto";
import type { Dirent, Stats } from "node:fs";
import * as fs from "node:fs/promises";
import path from "node:path";
import pMap from "p-map";
import { ignoreRules, type IgnoreRules, type Verdict } from "./ignore-file.js";

/** A staged build context. Paths are relative to the current folder, as in the plan. */
export interface StagedContext {
  readonly context: string;
  readonly dockerfile: string;
  /** SHA-256, in hex, of everything the build can see: paths, executable bits, bytes, and the Dockerfile. */
  readonly identity: string;
  /** Whether the build can see `.git`, which differs between two clones of one commit. */
  readonly holdsGit: boolean;
  /** Files that the build can see and that usually contain secrets, relative to the context. */
  readonly secretFiles: readonly string[];
}

/** A build's sources, and the folder to stage them in. */
export interface BuildSources {
  readonly context: string;
  readonly dockerfile: string;
  readonly stage: string;
}

/**
 * Copies what a build can see to a folder of its own, with git's modes.
 *
 * BuildKit and the docker-build provider treat permission bits as content, so a commit checked out under another umask
 * would give another image; and the provider applies the first context's ignore rules to every context. In the staged
 * copy modes are 644 or 755 and ignored files are absent, so neither can happen.
 */
export async function stageContext({ context, dockerfile, stage }: BuildSources): Promise<StagedContext> {
  const files = await contextFiles(context, await ignoreRules(dockerfile, context));
  const target = path.posix.join(stage, "context");
  const fresh = path.posix.join(stage, `context.${process.pid}`);
  await fs.rm(fresh, { recursive: true, force: true });
  for (const folder of foldersOf(files)) await makeFolder(path.join(fresh, folder));
  const hash = createHash("sha256");
  const digests = await pMap(files, (file) => stageFile(file, context, fresh), { concurrency: 16 });
  files.forEach((file, index) => hash.update(`${file.kind}\0${file.path}\0${digests[index] ?? ""}\0`));
  await fs.rm(target, { recursive: true, force: true });
  await fs.rename(fresh, target);

  const stagedDockerfile = path.posix.join(stage, "Dockerfile");
  await fs.copyFile(dockerfile, stagedDockerfile);
  // Ignored files were already removed. Without this file BuildKit would read a `.dockerignore` in the context,
  // although the Dockerfile may have its own ignore file; it skips an empty one.
  await fs.writeFile(`${stagedDockerfile}.dockerignore`, "# Empty: ignored files were already removed.\n");
  hash.update(await fs.readFile(dockerfile));
  return {
    context: target,
    dockerfile: stagedDockerfile,
    identity: hash.digest("hex"),
    holdsGit: files.some(({ path: file }) => file.split("/").includes(".git")),
    secretFiles: files.map(({ path: file }) => file).filter(isSecretFile),
  };
}

/**
 * Usual names of files with secrets. Examples such as `.env.example` contain none. `.npmrc` may contain none, but if it
 * does, every image that copies all sources exposes it.
 */
const SECRET_FILE =
  /(?:^|\/)(?:\.env(?:\.(?!example$|sample$|template$|dist$)[^/]*)?|\.npmrc|\.netrc|\.pypirc|\.git-credentials|\.cargo\/credentials(?:\.toml)?|\.docker\/config\.json|\.aws\/credentials|id_(?:rsa|dsa|ecdsa|ed25519))$/;

/** Whether a file usually contains secrets, by its path with `/` (pain 16). */
export function isSecretFile(path: string): boolean {
  return SECRET_FILE.test(path);
}

async function stageFile(file: ContextFile, from: string, to: string): Promise<string> {
  const source = path.join(from, file.path);
  const target = path.join(to, file.path);
  switch (file.kind) {
    case "link": {
      const destination = await fs.readlink(source);
      await fs.symlink(destination, target);
      return destination;
    }
    case "file":
    case "executable": {
      await fs.copyFile(source, target);
      await fs.chmod(target, file.kind === "executable" ? 0o755 : 0o644);
      return createHash("sha256")
        .update(await fs.readFile(target))
        .digest("hex");
    }
    default:
      return file.kind satisfies never;
  }
}

/** Every folder with a file, the root included, each after its parent. */
function foldersOf(files: readonly ContextFile[]): string[] {
  const folders = new Set(["."]);
  for (const file of files) {
    for (let folder = path.posix.dirname(file.path); folder !== "."; folder = path.posix.dirname(folder)) {
      folders.add(folder);
    }
  }
  return [...folders].toSorted();
}

/** Sets the mode after creation, because the umask applies at creation. */
async function makeFolder(folder: string): Promise<void> {
  await fs.mkdir(folder, { recursive: true });
  await fs.chmod(folder, 0o755);
}

/** The folder of the files that Slipway delivers to systems' repositories. */
const DELIVERED = path.join(__dirname, "../../systems") + path.sep;

/** One file or symbolic link of a build context. Folders are implied by their files, as in git. */
interface ContextFile {
  /** Relative to the context, with `/`. */
  readonly path: string;
  readonly kind: "file" | "executable" | "link";
}

/** The files a build can see, sorted by path. Special files (sockets, devices) are left out. */
async function contextFiles(root: string, rules: IgnoreRules): Promise<ContextFile[]> {
  const files = await filesBelow(root, "", rules, undefined);
  return files.toSorted((a, b) => (a.path < b.path ? -1 : Number(a.path > b.path)));
}

async function filesBelow(
  root: string,
  folder: string,
  rules: IgnoreRules,
  above: Verdict | undefined,
): Promise<ContextFile[]> {
  const entries = await fs.readdir(path.join(root, folder), { withFileTypes: true });
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
      const { mode } = await fs.stat(path.join(root, relative));
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
  const target = await fs.realpath(file).catch(() => undefined);
  return target?.startsWith(DELIVERED) === true ? fs.stat(file) : link;
}
