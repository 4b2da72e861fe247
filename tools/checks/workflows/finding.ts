import { relative } from "node:path";

/** Something that a validator holds against a workflow file. */
export interface Finding {
  readonly tool: "actionlint" | "zizmor" | "parser";
  /** Absolute path. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** The tool's own name for what it looks for. */
  readonly rule: string;
  readonly message: string;
}

/** A finding as one line that editors and terminals make a link of. */
export function describeFinding({ file, line, message, tool, rule }: Finding): string {
  return `${relative(process.cwd(), file)}:${line}: ${message} (${tool}: ${rule})`;
}
