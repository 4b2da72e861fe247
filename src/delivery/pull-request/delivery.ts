import type { DeliveredFile } from "../../plan/delivery-plan.js";
import type { Memory } from "./origin.js";
import type { DeliveryTarget } from "./remote.js";

/** What to deliver, and where. */
export interface Delivery {
  readonly target: DeliveryTarget;
  readonly system: string;
  /** `project/stack`: one stack delivers to a repository. */
  readonly stack: string;
  /** All files of the system. */
  readonly files: readonly DeliveredFile[];
  /** Paths of people's files that Slipway may replace. */
  readonly replaceFiles: ReadonlySet<string>;
  readonly memory: Memory;
}
