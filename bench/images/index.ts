import { rm } from "node:fs/promises";
import { BuildBench, workFolder } from "../build-bench.js";
import type { Figure } from "../figure.js";
import { ciBase } from "./ci-base.js";
import { colony } from "./colony.js";
import { cv } from "./cv.js";
import { operator } from "./operator.js";
import { simulator } from "./simulator.js";

/** The images of the five systems: what a change costs, and how large they are, against peers built in the same run. */
export async function images(): Promise<Figure[]> {
  const folder = await workFolder();
  try {
    const bench = await BuildBench.open();
    const figures: Figure[] = [];
    for (const measure of [colony, simulator, operator, cv, ciBase]) {
      figures.push(...(await measure(bench, folder)));
    }
    return figures;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
