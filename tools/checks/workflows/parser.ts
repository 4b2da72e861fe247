import { join } from "node:path";
import * as v from "valibot";
import type { WorkflowFinding } from "./workflow-finding.js";
import { runTool } from "./run-tool.js";

const output = v.array(
  v.object({
    tool: v.literal("parser"),
    file: v.string(),
    line: v.number(),
    rule: v.string(),
    message: v.string(),
  }),
);

/**
 * GitHub's own parser, in a separate process: its packages import JSON without an attribute, which only tsx's full
 * loader accepts, not the unit tests' one.
 */
export function parser(files: readonly string[]): Promise<WorkflowFinding[]> {
  return runTool("tsx", [join(__dirname, "parser-program.ts"), ...files], output);
}
