import { createHash } from "node:crypto";
import { chmod, copyFile, mkdir, readFile, readlink, rename, rm, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import pMap from "p-map";
import { contextFiles, type ContextFile } from "./files.js";
import { ignoreRules } from "./ignore-file.js";
import { isSecretFile } from "./secret-files.js";

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
  await rm(fresh, { recursive: true, force: true });
  for (const folder of foldersOf(files)) await makeFolder(path.join(fresh, folder));
  const hash = createHash("sha256");
  const digests = await pMap(files, (file) => stageFile(file, context, fresh), { concurrency: 16 });
  files.forEach((file, index) => hash.update(`${file.kind}\0${file.path}\0${digests[index] ?? ""}\0`));
  await rm(target, { recursive: true, force: true });
  await rename(fresh, target);

  const stagedDockerfile = path.posix.join(stage, "Dockerfile");
  await copyFile(dockerfile, stagedDockerfile);
  // Ignored files were already removed. Without this file BuildKit would read a `.dockerignore` in the context,
  // although the Dockerfile may have its own ignore file; it skips an empty one.
  await writeFile(`${stagedDockerfile}.dockerignore`, "# Empty: ignored files were already removed.\n");
  hash.update(await readFile(dockerfile));
  return {
    context: target,
    dockerfile: stagedDockerfile,
    identity: hash.digest("hex"),
    holdsGit: files.some(({ path: file }) => file.split("/").includes(".git")),
    secretFiles: files.map(({ path: file }) => file).filter(isSecretFile),
  };
}

async function stageFile(file: ContextFile, from: string, to: string): Promise<string> {
  const source = path.join(from, file.path);
  const target = path.join(to, file.path);
  switch (file.kind) {
    case "link": {
      const destination = await readlink(source);
      await symlink(destination, target);
      return destination;
    }
    case "file":
    case "executable": {
      await copyFile(source, target);
      await chmod(target, file.kind === "executable" ? 0o755 : 0o644);
      return createHash("sha256")
        .update(await readFile(target))
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
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o755);
}
