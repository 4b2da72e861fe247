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

export type FilePlan = DeepReadonly<{
  /** The text, or base64 for binary files, as `encoding` says. */
  content: string;
  encoding: "utf-8" | "base64";
  executable: boolean;
  /** Its source, relative to Slipway's own project. */
  source: string;
}>;
