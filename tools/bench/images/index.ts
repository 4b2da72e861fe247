import { rm } from "node:fs/promises";
import { BuildBench, workFolder } from "../build-bench.js";
import type { Figure } from "../figure.js";
import { ciBase } from "./ci-base.js";
import { colony } from "./colony.js";
import { cvImages } from "./cv.js";
import { operator } from "./operator.js";
import { simulator } from "./simulator.js";

type Measure = (bench: BuildBench, folder: string) => Promise<readonly Figure[]>;

/** By system: the cost of a change and the sizes of its images, against other recipes built in the same run. */
export const images = {
  "distributed-colony": onBuilder(colony),
  nullspace: onBuilder(simulator),
  "ggrs-plot-operator": onBuilder(operator),
  cv: onBuilder(cvImages),
  phialo: onBuilder(ciBase),
};

let opened: Promise<BuildBench> | undefined;

/** All suites share one builder, which the first one sets up. */
function onBuilder(measure: Measure): () => Promise<readonly Figure[]> {
  return async () => {
    const folder = await workFolder();
    try {
      return await measure(await (opened ??= BuildBench.open()), folder);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };
}
