import path from "node:path";
import { groupBy } from "../catalogue/group-by.js";
import type { DependencyUpdates } from "../catalogue/system.js";
import type { Problem } from "../problems/problem.js";
import { refuse } from "../problems/user-error.js";
import type { ResolvedSystem } from "../plan/resolved-system.js";
import { renderDependabot } from "../pipeline/dependabot.js";
import { renderWorkflow } from "../pipeline/render-workflow.js";
import type { DeliveredFile } from "../plan/delivery-plan.js";
import { staticFiles } from "./static-files.js";

/**
 * Every file that Slipway delivers to a system's repository, sorted by path: static files, and those generated from its
 * images. Reads only the static files.
 *
 * @throws UserError if two files have the same path, or a static file is a symlink.
 */
export function deliveredFiles(system: ResolvedSystem, project?: string): readonly DeliveredFile[] {
  const { name, workflows, dependencyUpdates } = system;
  const files = [
    ...staticFiles(name, project),
    ...workflows.map((workflow) => ({
      path: `.github/workflows/${workflow.file}`,
      content: Buffer.from(renderWorkflow(workflow, name)),
      executable: false,
      source: `systems/${name}, workflow ${workflow.file}`,
    })),
  ];
  if (dependencyUpdates !== undefined) {
    files.push({
      path: ".github/dependabot.yml",
      content: Buffer.from(renderDependabot([...ownUpdates(system), ...dependencyUpdates], name)),
      executable: false,
      source: `systems/${name}, dependencyUpdates`,
    });
  }
  refuse(collisions(name, files), "in the delivered files; nothing was changed");
  return files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

/** What Dependabot updates in every system: its actions, and the folders of its Dockerfiles. */
function ownUpdates({ images }: ResolvedSystem): DependencyUpdates[] {
  const [first, ...rest] = new Set(
    images.map(({ spec }) => path.posix.join("/", path.posix.dirname(spec.dockerfile))),
  );
  return [
    { ecosystem: "github-actions", directories: ["/"] },
    ...(first === undefined
      ? []
      : [{ ecosystem: "docker" as const, directories: [first, ...rest] as const }]),
  ];
}

function collisions(system: string, files: readonly DeliveredFile[]): Problem[] {
  return [...groupBy(files, ({ path }) => path)].flatMap(([path, group]) => {
    if (group.length < 2) return [];
    return {
      where: `systems/${system}, ${path}`,
      expected: "one file for each path",
      found: group.map(({ source }) => source).join(" and "),
      fix: "rename or remove one of them",
    };
  });
}
