import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import type { DeliveredFile } from "../../plan/delivery-plan.js";
import { obstacle } from "../obstacle.js";
import { isExecutable } from "../static-files.js";
import { contentDrift, type ContentDrift } from "./content-drift.js";
import { patch } from "./patch.js";

/** How a file of a checkout differs from the one delivered. */
export interface FileDrift extends ContentDrift {
  /** Relative to the checkout. */
  readonly path: string;
  /** Unified diff to the delivered file; absent if something else has its path. */
  readonly patch?: string;
}

/** Compares one delivered file with a checkout; `undefined` if bytes and mode are equal. */
export function compareFile(checkout: string, wanted: DeliveredFile): FileDrift | undefined {
  const inTheWay = obstacle(checkout, wanted.path);
  if (inTheWay !== undefined) {
    return {
      path: wanted.path,
      severity: "semantic",
      what: `${inTheWay.where} is ${inTheWay.found}; expected ${inTheWay.expected}`,
    };
  }
  const file = path.join(checkout, wanted.path);
  const mode = statSync(file, { throwIfNoEntry: false })?.mode;
  if (mode === undefined) {
    return {
      path: wanted.path,
      severity: "semantic",
      what: "missing",
      patch: patch(wanted.path, undefined, wanted),
    };
  }
  const found = { content: readFileSync(file), executable: isExecutable(mode) };
  const sameMode = found.executable === wanted.executable;
  if (sameMode && found.content.equals(wanted.content)) return undefined;
  const shared = { path: wanted.path, patch: patch(wanted.path, found, wanted) };
  if (!sameMode) {
    const what = found.executable ? "executable, but should not be" : "not executable, but should be";
    return { ...shared, severity: "semantic", what };
  }
  return { ...shared, ...contentDrift(wanted, found.content) };
}
