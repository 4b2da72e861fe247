import { basename, resolve } from "node:path";
import { actionlint } from "./actionlint.js";
import type { WorkflowFinding } from "./workflow-finding.js";
import { parser } from "./parser.js";
import { zizmor } from "./zizmor.js";

/**
 * All findings of the validators in files of `.github`, ordered by file and line. All three read workflows; only zizmor
 * reads Dependabot's file. zizmor refuses a file that is not a workflow, so it gets those that GitHub's parser accepts.
 *
 * @param programs the folder of zizmor and shellcheck: `pythonPrograms("tools/checks/requirements.txt")`.
 * @throws UserError if a validator fails.
 */
export async function validateWorkflows(
  files: readonly string[],
  programs: string,
): Promise<WorkflowFinding[]> {
  const paths = files.map((file) => resolve(file));
  const workflows = paths.filter((path) => basename(path) !== "dependabot.yml");
  const refused = await parser(workflows);
  const found = [
    ...refused,
    ...(await actionlint(workflows, programs)),
    ...(await zizmor(
      paths.filter((path) => !refused.some(({ file }) => file === path)),
      programs,
    )),
  ];
  return found.toSorted((a, b) => a.file.localeCompare(b.file) || a.line - b.line);
}
