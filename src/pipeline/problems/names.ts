import { groupBy } from "../../catalogue/group-by.js";
import type { Problem } from "../../problems/problem.js";
import { whereIs, type ParsedWorkflow } from "./parsed-workflow.js";

const FILE = /^[\w.-]+\.ya?ml$/;
const ID = /^[A-Za-z_][\w-]{0,99}$/;

/** Names that GitHub refuses, or has two of: it takes ids for equal that differ in case alone. */
export function nameProblems({ system, workflow, jobs }: ParsedWorkflow): Problem[] {
  return [
    ...fileProblems(system, workflow.file),
    ...idProblems(
      whereIs(system, workflow),
      "job",
      jobs.map(({ id }) => id),
    ),
    ...jobs.flatMap(({ where, steps }) =>
      idProblems(
        where,
        "step",
        steps.flatMap(({ step }) => step.id ?? []),
      ),
    ),
    ...(jobs.length > 0
      ? []
      : [
          {
            where: whereIs(system, workflow),
            expected: "at least one job",
            found: "none",
            fix: "add a job, or leave the file out",
          },
        ]),
  ];
}

function fileProblems(system: string, file: string): Problem[] {
  if (FILE.test(file)) return [];
  return [
    {
      where: `systems/${system}, workflows`,
      expected: "a file name that ends in .yml, without a folder",
      found: JSON.stringify(file),
      fix: "rename the file",
    },
  ];
}

function idProblems(where: string, kind: string, ids: readonly string[]): Problem[] {
  const illegal = ids.filter((id) => !ID.test(id) || id.startsWith("__"));
  const doubled = [...groupBy(ids, (id) => id.toLowerCase()).values()].filter((group) => group.length > 1);
  return [
    ...illegal.map((id) => ({
      where: `${where}, ${kind} ids`,
      expected: "up to 100 letters, digits, - and _, beginning with a letter or one _",
      found: JSON.stringify(id),
      fix: "rename it",
    })),
    ...doubled.map((group) => ({
      where: `${where}, ${kind} ids`,
      expected: "one of each, upper and lower case being the same",
      found: group.join(" and "),
      fix: "rename one of them",
    })),
  ];
}
