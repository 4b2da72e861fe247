import { repeated } from "../../catalogue/group-by.js";
import type { Workflow } from "../../catalogue/workflow-model.js";
import { type Problem, unless } from "../../problems/problem.js";
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
  const where = `systems/${system}, workflows`;
  return [
    ...[...new Set(files.map(({ workflow }) => workflow.file))].flatMap((file) =>
      unless(/^[\w.-]+\.ya?ml$/.test(file), {
        where,
        expected: "a file name that ends in .yml, without a folder",
        found: JSON.stringify(file),
        fix: "rename the file",
      }),
    ),
    ...repeated(files, ({ workflow }) => workflow.file).map(([file, group]) => ({
      where,
      expected: "one workflow for each file",
      found: `${file} for ${group.map(({ workflow }) => workflow.name).join(" and ")}`,
      fix: "rename one of the files",
    })),
    ...files.flatMap(({ workflow, text }) => {
      const bytes = Buffer.byteLength(text);
      return unless(bytes <= MAX_BYTES, {
        where: whereIs(system, workflow),
        expected: `at most ${MAX_BYTES} bytes (GitHub's limit)`,
        found: `${bytes} bytes`,
        fix: "divide its images among several workflows, each in a file of its own",
      });
    }),
  ];
}
