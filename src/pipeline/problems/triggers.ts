import type { Problem } from "../../problems/problem.js";
import { deadFilters, type Dead, type Filtered } from "../filters.js";
import type { PushFilter } from "../../catalogue/workflow-model.js";
import { whereIs, type ParsedWorkflow } from "./parsed-workflow.js";

/** Events that nothing can set off: none at all, or filters that never match. */
export function triggerProblems({ system, workflow }: ParsedWorkflow): Problem[] {
  const { push, pullRequest, dispatch, schedule } = workflow.on;
  const none = [push, pullRequest, dispatch].every((event) => event === undefined) && !schedule?.length;
  return [
    ...(none
      ? [
          {
            where: whereIs(system, workflow, "on"),
            expected: "at least one event",
            found: "none",
            fix: "say what starts the workflow, such as push or dispatch",
          },
        ]
      : []),
    ...(push === undefined ? [] : filterProblems(push, whereIs(system, workflow, "on push"))),
    ...(pullRequest === undefined
      ? []
      : filterProblems(pullRequest, whereIs(system, workflow, "on pull_request"))),
  ];
}

function filterProblems(filter: PushFilter, where: string): Problem[] {
  return (
    [
      ["branches", "branch"],
      ["tags", "tag"],
      ["paths", "path"],
    ] as const
  ).flatMap(([field, kind]) => {
    const filters = filter[field];
    if (filters === undefined) return [];
    return deadFilters(filters, kind).map((dead) => ({
      where: `${where}, ${field}`,
      ...inWords(dead, kind, filters),
    }));
  });
}

function inWords(dead: Dead, kind: Filtered, filters: readonly string[]): Omit<Problem, "where"> {
  switch (dead.reason) {
    case "empty":
      return {
        expected: "at least one pattern",
        found: "none",
        fix: `leave the filter out to run for every ${kind}, or name one`,
      };
    case "only negations":
      return {
        expected: "at least one pattern without !",
        found: filters.join(", "),
        fix: `put '**' before them, for every other ${kind}`,
      };
    case "impossible":
      return {
        expected: `a pattern that a ${kind} can match`,
        found: JSON.stringify(dead.filter),
        fix:
          kind === "path"
            ? "write it from the root of the repository, without / or ./ before and / behind it"
            : `correct it: git allows no ${kind} of that name, or GitHub cannot read it`,
      };
    case "excluded":
      return {
        expected: `patterns that leave a ${kind} over`,
        found: filters.join(", "),
        fix: "put what is let in behind what takes it out: the last pattern that fits decides",
      };
    default:
      return dead satisfies never;
  }
}
