import type { DeliveredFile } from "../../plan/delivery-plan.js";
import type { Tree } from "./tree.js";

/** A repository on GitHub. */
export interface DeliveryTarget {
  readonly owner: string;
  readonly repo: string;
}

/** What to deliver, and where. */
export interface Delivery {
  readonly target: DeliveryTarget;
  readonly system: string;
  /** `project/stack`: one stack delivers to a repository. */
  readonly stack: string;
  /** All files of the system, with unique paths. */
  readonly files: readonly DeliveredFile[];
  /** Paths of people's files that Slipway may replace. */
  readonly replaceFiles: ReadonlySet<string>;
  readonly memory: Memory;
}

/** What the stack's state records of the last delivery. Everything else is read from GitHub. */
export interface Memory {
  /** Path → what was delivered. */
  readonly asked: Tree;
  /** Paths on the default branch that were Slipway's. */
  readonly owned: ReadonlySet<string>;
}

export const NO_MEMORY: Memory = { asked: new Map(), owned: new Set() };
