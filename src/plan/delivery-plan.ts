import type { DeepReadonly } from "../catalogue/frozen.js";

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

/** One system's files, by value, and the repository that they are brought to. */
export type DeliveryPlan = DeepReadonly<{
  system: string;
  owner: string;
  /** Name of the repository, without the owner. */
  repository: string;
  /** By path. */
  files: Record<string, FilePlan>;
  /** Paths of files that may be taken from a person. */
  replaceFiles: string[];
}>;

export type FilePlan = DeepReadonly<{
  /** As `encoding` says: the text, or base64 of what is none. */
  content: string;
  encoding: "utf-8" | "base64";
  executable: boolean;
  /** Its source, relative to Slipway's own project. */
  source: string;
}>;
