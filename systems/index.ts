import type { System } from "../plan/system.js";
import { distributedColony } from "./distributed-colony/index.js";

/** The catalogue. Adding a system is one folder beside this file and one line here. */
export const catalogue: readonly System[] = [distributedColony];
