import path from "node:path";
import { groupBy } from "../catalogue/group-by.js";
import type { DependencyUpdates } from "../catalogue/dependency-updates.js";
import type { Problem } from "../problems/problem.js";
import { refuse } from "../problems/user-error.js";
import type { System } from "../catalogue/system.js";
import { workflowsOf, type SystemSettings } from "../catalogue/workflows-of.js";
import { renderDependabot } from "../pipeline/dependabot.js";
import { renderWorkflow } from "../pipeline/render-workflow.js";
import type { DeliveredFile } from "./delivered-file.js";
import { staticFiles } from "./static-files.js";

/**
 * Every file that Slipway delivers to a system's repository, sorted by path: static files, and those generated from its
 * images. Reads only the static files.
 *
 * @throws UserError if two files have the same path, or a static file is a symlink.
 */
export function deliveredFiles(
  system: System,
  settings: SystemSettings = {},
  project?: string,
): readonly DeliveredFile[] {
  const files = [
    ...staticFiles(system.name, project),
    ...workflowFiles(system, settings),
    ...dependabotFile(system),
  ];
  const problems = collisions(system, files);
  refuse(problems, "in the delivered files; nothing was changed");
  return files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

function workflowFiles(system: System, settings: SystemSettings): DeliveredFile[] {
  return workflowsOf(system, settings).map((workflow) => ({
    path: `.github/workflows/${workflow.file}`,
    content: Buffer.from(renderWorkflow(workflow, system.name)),
    executable: false,
    source: `systems/${system.name}, workflow ${workflow.file}`,
  }));
}

function dependabotFile(system: System): DeliveredFile[] {
  const { name, dependencyUpdates } = system;
  if (dependencyUpdates === undefined) return [];
  return [
    {
      path: ".github/dependabot.yml",
      content: Buffer.from(renderDependabot([...ownUpdates(system), ...dependencyUpdates], name)),
      executable: false,
      source: `systems/${name}, dependencyUpdates`,
    },
  ];
}

/** What Dependabot updates in every system: its actions, and the folders of its Dockerfiles. */
function ownUpdates({ images }: System): DependencyUpdates[] {
  const [first, ...rest] = new Set(
    images.map(({ dockerfile }) => path.posix.join("/", path.posix.dirname(dockerfile))),
  );
  return [
    { ecosystem: "github-actions", directories: ["/"] },
    ...(first === undefined
      ? []
      : [{ ecosystem: "docker" as const, directories: [first, ...rest] as const }]),
  ];
}

function collisions(system: System, files: readonly DeliveredFile[]): Problem[] {
  return [...groupBy(files, ({ path }) => path)].flatMap(([path, group]) => {
    if (group.length < 2) return [];
    return {
      where: `systems/${system.name}, ${path}`,
      expected: "one file for each path",
      found: group.map(({ source }) => source).join(" and "),
      fix: "rename or remove one of them",
    };
  });
}
