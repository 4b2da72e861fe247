import { groupBy } from "../../catalogue/group-by.js";
import type { Workflow } from "../../catalogue/workflow-model.js";
import type { Problem } from "../../problems/problem.js";
import { whereIs } from "./parsed-workflow.js";

/** Bytes of a workflow file that GitHub reads at most. */
export const MAX_BYTES = 500_000;

/** A workflow and the text of its file. */
export interface WorkflowText {
  readonly workflow: Workflow;
  readonly text: string;
}

/** File names that GitHub or another workflow rules out, and files that are too large. */
export function fileProblems(files: readonly WorkflowText[], system: string): Problem[] {
  const byFile = groupBy(files, ({ workflow }) => workflow.file);
  return [
    ...[...byFile.keys()]
      .filter((file) => !/^[\w.-]+\.ya?ml$/.test(file))
      .map((file) => ({
        where: `systems/${system}, workflows`,
        expected: "a file name that ends in .yml, without a folder",
        found: JSON.stringify(file),
        fix: "rename the file",
      })),
    ...[...byFile]
      .filter(([, group]) => group.length > 1)
      .map(([file, group]) => ({
        where: `systems/${system}, workflows`,
        expected: "one workflow for each file",
        found: `${file} for ${group.map(({ workflow }) => workflow.name).join(" and ")}`,
        fix: "rename one of the files",
      })),
    ...files.flatMap(({ workflow, text }) => {
      const bytes = Buffer.byteLength(text);
      if (bytes <= MAX_BYTES) return [];
      return {
        where: whereIs(system, workflow),
        expected: `at most ${MAX_BYTES} bytes (GitHub's limit)`,
        found: `${bytes} bytes`,
        fix: "divide its images among several workflows, each in a file of its own",
      };
    }),
  ];
}
