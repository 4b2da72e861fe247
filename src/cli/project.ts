import type { System } from "../catalogue/system.js";

/** What the command line works on. */
export interface Project {
  readonly catalogue: readonly System[];
  /** The folder that holds `systems/<name>/files` and the stacks' `Pulumi.<stack>.yaml`. */
  readonly folder: string;
}
