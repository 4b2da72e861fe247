import { readFileSync } from "node:fs";
import path from "node:path";
import { deliveredFiles } from "../delivered-files.js";
import type { Problem } from "../../problems/problem.js";
import type { System } from "../../catalogue/system.js";
import { imageSpecs, type SystemSettings } from "../../catalogue/workflows-of.js";
import { isMadeFor } from "../../pipeline/header.js";
import { imageProblems } from "./check-image.js";
import { compareFile, type FileDrift } from "./compare-file.js";
import { foreignPushes } from "./foreign-pushes.js";
import { WORKFLOWS, workflowFileNames } from "./workflow-file.js";

/** What one checkout has that the catalogue has not, or has otherwise. */
export interface CheckoutReport {
  readonly system: string;
  readonly checkout: string;
  /** How many delivered files were compared. */
  readonly compared: number;
  readonly files: readonly FileDrift[];
  readonly problems: readonly Problem[];
}

/** Compares a checkout of a system's repository with the catalogue. Changes nothing. */
export function checkCheckout(
  system: System,
  checkout: string,
  settings: SystemSettings = {},
  project?: string,
): CheckoutReport {
  const delivered = deliveredFiles(system, settings, project);
  const drifted = delivered.flatMap((file) => compareFile(checkout, file) ?? []);
  const paths = new Set(delivered.map((file) => file.path));
  const differing = new Set(drifted.map((file) => file.path));
  const asDelivered = new Set([...paths].filter((file) => !differing.has(file)));
  return {
    system: system.name,
    checkout,
    compared: delivered.length,
    files: [...drifted, ...leftovers(checkout, system.name, paths)],
    problems: [
      ...imageSpecs(system, settings).flatMap((image) => imageProblems(checkout, system.name, image)),
      ...foreignPushes(checkout, system, { owner: system.owner ?? settings.owner, asDelivered }),
    ],
  };
}

/** Workflow files that an earlier Slipway made and that are delivered no longer: GitHub would still run them. */
function leftovers(checkout: string, system: string, delivered: ReadonlySet<string>): FileDrift[] {
  return workflowFileNames(checkout)
    .map((name) => `${WORKFLOWS}/${name}`)
    .filter((file) => !delivered.has(file))
    .filter((file) => isMadeFor(system, readFileSync(path.join(checkout, file), "utf8")))
    .map((file) => ({
      path: file,
      severity: "semantic",
      what: "made by Slipway and no longer delivered; remove it",
    }));
}
