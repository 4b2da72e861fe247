import type { System } from "../src/catalogue/system.js";
import { cv } from "./cv/index.js";
import { distributedColony } from "./distributed-colony/index.js";
import { ggrsPlotOperator } from "./ggrs-plot-operator/index.js";
import { nullspace } from "./nullspace/index.js";
import { phialo } from "./phialo/index.js";

/** The catalogue: what stacks own. Adding a system is one folder beside this file and one line here. */
export const catalogue: readonly System[] = [cv, distributedColony, ggrsPlotOperator, nullspace, phialo];
