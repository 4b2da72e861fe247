import { resolve } from "node:path";
import * as v from "valibot";
import { obtain } from "../../local/obtain.js";
import { parts } from "../../local/parts.js";
import type { Finding } from "./finding.js";
import { runTool } from "./run-tool.js";

const output = v.array(
  v.object({ filepath: v.string(), line: v.number(), kind: v.string(), message: v.string() }),
);

/**
 * actionlint: labels of runners, expressions and their types, filters that exclude each other, untrusted text in
 * scripts; and shellcheck over every script of a `run` step.
 *
 * @param programs the folder that holds shellcheck.
 */
export async function actionlint(files: readonly string[], programs: string): Promise<Finding[]> {
  if (files.length === 0) return [];
  const [program] = (await obtain(parts.actionlint)).programs;
  const found = await runTool(
    program,
    ["-format", "{{json .}}", "-shellcheck", `${programs}/shellcheck`, "-pyflakes", "", ...files],
    output,
  );
  return found.map(({ filepath, line, kind, message }) => ({
    tool: "actionlint",
    // It says where a file is from the current folder.
    file: resolve(filepath),
    line,
    rule: kind,
    message,
  }));
}
