import { matchesRefs } from "../../catalogue/ref-filter.js";
import type { PushFilter } from "../../catalogue/workflow-model.js";
import type { Problem } from "../../problems/problem.js";
import { namesFor, type RefKind } from "../filters.js";
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
  return (["branches", "tags", "paths"] as const).flatMap((field) =>
    deadFilters(filter[field] ?? ["**"], kinds[field]).map((dead) => ({
      where: `${where}, ${field}`,
      ...dead,
    })),
  );
}

/**
 * Why a list of GitHub's filters never matches, or one filter of it never does; empty if something can match. Tries
 * made-up names for each filter, so a list that only matches names nobody would make up counts as dead, too.
 */
export function deadFilters(filters: readonly string[], kind: RefKind): Omit<Problem, "where">[] {
  const positive = filters.filter((filter) => !filter.startsWith("!"));
  if (positive.length === 0) {
    return [
      {
        expected: "at least one pattern without !",
        found: filters.length === 0 ? "no pattern" : filters.join(", "),
        fix: `put '**' first to match every other ${kind}, or leave the filter out`,
      },
    ];
  }
  const impossible = positive.filter((filter) => namesFor(filter, kind).length === 0);
  if (impossible.length > 0) {
    return impossible.map((filter) => ({
      expected: `a pattern that a ${kind} can match`,
      found: JSON.stringify(filter),
      fix:
        kind === "path"
          ? "write the path from the root of the repository, without a leading / or ./ and a trailing /"
          : `correct it: git allows no ${kind} of that name, or GitHub cannot parse the pattern`,
    }));
  }
  const names = positive.flatMap((filter) => namesFor(filter, kind));
  if (names.some((name) => matchesRefs(filters, name))) return [];
  return [
    {
      expected: `patterns that leave a ${kind}`,
      found: filters.join(", "),
      fix: "put the patterns that include after those that exclude: the last match decides",
    },
  ];
}
