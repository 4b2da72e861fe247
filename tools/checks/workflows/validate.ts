import { basename, resolve } from "node:path";
import { actionlint } from "./actionlint.js";
import type { Finding } from "./finding.js";
import { parser } from "./parser.js";
import { zizmor } from "./zizmor.js";

/**
 * Everything that the validators find in files of `.github`, ordered by file and line. Workflows are read by all three,
 * Dependabot's file by zizmor alone. zizmor refuses a file that is no workflow at all, so it is asked about those that
 * GitHub's parser accepts.
 *
 * @param programs the folder of zizmor and shellcheck: `pythonPrograms("tools/checks/requirements.txt")`.
 * @throws UserError where a validator could not do its work.
 */
export async function validateWorkflows(files: readonly string[], programs: string): Promise<Finding[]> {
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
