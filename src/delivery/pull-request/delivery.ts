import type { DeliveredFile } from "../delivered-file.js";
import type { Target } from "./observe.js";
import type { Memory } from "./origin.js";

/** What is to be delivered, and where. */
export interface Delivery {
  readonly target: Target;
  readonly system: string;
  /** `project/stack`: one stack delivers to a repository. */
  readonly stack: string;
  /** All files of the system. */
  readonly files: readonly DeliveredFile[];
  /** Paths of files that Slipway may take from a person. */
  readonly adopt: ReadonlySet<string>;
  readonly memory: Memory;
}
