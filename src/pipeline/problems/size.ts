import type { Problem } from "../../problems/problem.js";
import { MAX_BYTES, sizeOf } from "../divide.js";
import { whereIs, type ParsedWorkflow } from "./parsed-workflow.js";

/** A file that GitHub would not read for its size. */
export function sizeProblems({ system, workflow }: ParsedWorkflow): Problem[] {
  const bytes = sizeOf(workflow, system);
  if (bytes <= MAX_BYTES) return [];
  return [
    {
      where: whereIs(system, workflow),
      expected: `at most ${MAX_BYTES} bytes (GitHub's limit)`,
      found: `${bytes} bytes`,
      fix: "make it by divide() of src/pipeline/divide.ts, which divides the images among several files",
    },
  ];
}
