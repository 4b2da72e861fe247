import { isUtf8 } from "node:buffer";
import type { DeepReadonly } from "../catalogue/frozen.js";
import type { GithubRepository } from "./access/github-subject.js";

/** A file that Slipway delivers to a system's own repository. */
export interface DeliveredFile {
  /** Path from the repository's root, with `/`. */
  readonly path: string;
  readonly content: Buffer;
  /** Whether it is executable in git. */
  readonly executable: boolean;
  /** Its source, relative to Slipway's own project. */
  readonly source: string;
}

/** One system's files, by value, and the repository to deliver them to. */
export type DeliveryPlan = DeepReadonly<{
  system: string;
  owner: string;
  /** Name of the repository, without the owner. */
  repository: string;
  /** By path. */
  files: Record<string, FilePlan>;
  /** Paths of people's files that may be replaced. */
  replaceFiles: string[];
}>;

/** A delivered file as state and JSON hold it. */
export interface FilePlan extends Pick<DeliveredFile, "executable" | "source"> {
  /** The text, or base64 for binary files, as `encoding` says. */
  readonly content: string;
  readonly encoding: "utf-8" | "base64";
}

/** Plans the delivery of a system's files. `replaceFiles` lists files of all systems, each as `system/path`. */
export function planDelivery(
  {
    name,
    repository,
    files,
  }: {
    readonly name: string;
    readonly repository: GithubRepository;
    readonly files: readonly DeliveredFile[];
  },
  replaceFiles: readonly string[],
): DeliveryPlan {
  return {
    system: name,
    owner: repository.owner,
    repository: repository.name,
    files: Object.fromEntries(files.map((file) => [file.path, filePlan(file)])),
    replaceFiles: replaceFiles
      .filter((file) => file.startsWith(`${name}/`))
      .map((file) => file.slice(name.length + 1)),
  };
}

function filePlan({ content, executable, source }: DeliveredFile): FilePlan {
  const encoding = isUtf8(content) ? "utf-8" : "base64";
  return { content: content.toString(encoding), encoding, executable, source };
}
