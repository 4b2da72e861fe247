import type { Problem } from "../../plan/problem.js";
import { renderWorkflow } from "../render.js";
import { whereIs, type ParsedWorkflow } from "./parsed-workflow.js";

/** Bytes of a workflow file that GitHub still reads. */
export const MAX_BYTES = 500_000;

/** A file that GitHub would not read for its size. */
export function sizeProblems({ system, workflow }: ParsedWorkflow): Problem[] {
  const bytes = Buffer.byteLength(renderWorkflow(workflow, system));
  if (bytes <= MAX_BYTES) return [];
  return [
    {
      where: whereIs(system, workflow),
      expected: `at most ${MAX_BYTES} bytes (GitHub's limit)`,
      got: `${bytes} bytes`,
      cure: "divide the images among several workflow files",
    },
  ];
}
