import { relative } from "node:path";

/** A validator's complaint about a workflow file. */
export interface WorkflowFinding {
  readonly tool: "actionlint" | "zizmor" | "parser";
  /** Absolute path. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** The tool's name of the rule. */
  readonly rule: string;
  readonly message: string;
}

/** A finding as one line that editors and terminals can link. */
export function describeFinding({ file, line, message, tool, rule }: WorkflowFinding): string {
  return `${relative(process.cwd(), file)}:${line}: ${message} (${tool}: ${rule})`;
}
