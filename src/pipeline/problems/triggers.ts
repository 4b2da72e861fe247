import type { PushFilter } from "../../catalogue/workflow-model.js";
import type { Problem } from "../../problems/problem.js";
import { deadFilters, type Dead, type RefKind } from "../filters.js";
import { whereIs, type ParsedWorkflow } from "./parsed-workflow.js";

/** Filters of events that never match anything. */
export function triggerProblems({ system, workflow }: ParsedWorkflow): Problem[] {
  const { push = {}, pullRequest = {} } = workflow.on;
  return [
    ...filterProblems(push, whereIs(system, workflow, "on push")),
    ...filterProblems(pullRequest, whereIs(system, workflow, "on pull_request")),
  ];
}

const kinds = { branches: "branch", tags: "tag", paths: "path" } as const satisfies Record<string, RefKind>;

function filterProblems(filter: PushFilter, where: string): Problem[] {
  return (["branches", "tags", "paths"] as const).flatMap((field) => {
    const filters = filter[field];
    if (filters === undefined) return [];
    return deadFilters(filters, kinds[field]).map((dead) => ({
      where: `${where}, ${field}`,
      ...describe(dead, kinds[field], filters),
    }));
  });
}

function describe(dead: Dead, kind: RefKind, filters: readonly string[]): Omit<Problem, "where"> {
  switch (dead.reason) {
    case "only negations":
      return {
        expected: "at least one pattern without !",
        found: filters.length === 0 ? "no pattern" : filters.join(", "),
        fix: `put '**' first to match every other ${kind}, or leave the filter out`,
      };
    case "impossible":
      return {
        expected: `a pattern that a ${kind} can match`,
        found: JSON.stringify(dead.filter),
        fix:
          kind === "path"
            ? "write the path from the root of the repository, without a leading / or ./ and a trailing /"
            : `correct it: git allows no ${kind} of that name, or GitHub cannot parse the pattern`,
      };
    case "excluded":
      return {
        expected: `patterns that leave a ${kind}`,
        found: filters.join(", "),
        fix: "put the patterns that include after those that exclude: the last match decides",
      };
    default:
      return dead satisfies never;
  }
}
