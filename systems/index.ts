import type { System } from "../plan/system.js";
import { distributedColony } from "./distributed-colony/index.js";
import { ggrsPlotOperator } from "./ggrs-plot-operator/index.js";
import { nullspace } from "./nullspace/index.js";

/** The catalogue: what stacks own. Adding a system is one folder beside this file and one line here. */
export const catalogue: readonly System[] = [distributedColony, ggrsPlotOperator, nullspace];

/** Every repository that is given files: those of the catalogue, and those that no stack owns. */
export const repositories: readonly System[] = [...catalogue];
