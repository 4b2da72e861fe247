import type { Problem } from "../../problems/problem.js";
import { whereIs, type ParsedJob, type ParsedWorkflow } from "./parsed-workflow.js";

/** Needed jobs that are not there, and circles of jobs that wait for each other. */
export function needProblems({ system, workflow, jobs }: ParsedWorkflow): Problem[] {
  const ids = new Set(jobs.map(({ id }) => id));
  const unknown = jobs.flatMap(({ job, where }) =>
    (job.needs ?? [])
      .filter((need) => !ids.has(need))
      .map((need) => ({
        where: `${where}, needs`,
        expected: `jobs of this file: ${[...ids].join(", ")}`,
        found: JSON.stringify(need),
        fix: "name a job of this file, or remove it",
      })),
  );
  const circle = circleOf(jobs);
  if (circle === undefined) return unknown;
  return [
    ...unknown,
    {
      where: whereIs(system, workflow, "needs"),
      expected: "jobs that can follow one another",
      found: `a circle: ${circle.join(" needs ")}`,
      fix: "remove one of these needs",
    },
  ];
}

/** One circle among the jobs, its first id repeated at the end. */
function circleOf(jobs: readonly ParsedJob[]): string[] | undefined {
  const needs = new Map(jobs.map(({ id, job }) => [id, job.needs ?? []]));
  const sound = new Set<string>();
  const follow = (id: string, path: readonly string[]): string[] | undefined => {
    if (path.includes(id)) return [...path.slice(path.indexOf(id)), id];
    if (sound.has(id)) return undefined;
    for (const need of needs.get(id) ?? []) {
      const circle = follow(need, [...path, id]);
      if (circle !== undefined) return circle;
    }
    sound.add(id);
    return undefined;
  };
  for (const { id } of jobs) {
    const circle = follow(id, []);
    if (circle !== undefined) return circle;
  }
  return undefined;
}
