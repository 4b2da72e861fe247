import { resolve } from "node:path";
import * as v from "valibot";
import { obtain } from "../../local/obtain.js";
import { parts } from "../../local/parts.js";
import type { WorkflowFinding } from "./workflow-finding.js";
import { runTool } from "./run-tool.js";

const output = v.array(
  v.object({ filepath: v.string(), line: v.number(), kind: v.string(), message: v.string() }),
);

/**
 * actionlint: runner labels, expressions and their types, contradicting filters, untrusted text in scripts; and
 * shellcheck for every `run` script.
 *
 * @param programs the folder that holds shellcheck.
 */
export async function actionlint(files: readonly string[], programs: string): Promise<WorkflowFinding[]> {
  if (files.length === 0) return [];
  const [program] = (await obtain(parts.actionlint)).programs;
  const found = await runTool(
    program,
    ["-format", "{{json .}}", "-shellcheck", `${programs}/shellcheck`, "-pyflakes", "", ...files],
    output,
  );
  return found.map(({ filepath, line, kind, message }) => ({
    tool: "actionlint",
    // Its paths are relative to the current folder.
    file: resolve(filepath),
    line,
    rule: kind,
    message,
  }));
}
