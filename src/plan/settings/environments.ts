import type { Job, Workflow } from "../../catalogue/workflow-model.js";
import type { EnvironmentChoice } from "../../configuration/configuration.js";
import { rulePatterns } from "../../catalogue/ref-filter.js";

/** One environment of a repository, and its rules for jobs. */
export interface EnvironmentPlan {
  readonly name: string;
  /** The only branches and tags that it accepts, as GitHub's patterns. */
  readonly branches: readonly string[];
  readonly tags: readonly string[];
  /** Minutes that a job waits. */
  readonly waitMinutes: number;
  /** Ids of users and teams, one of whom must approve each run. Empty: nobody. */
  readonly users: readonly number[];
  readonly teams: readonly number[];
}

/**
 * The environments that the workflows' jobs name. Each accepts the branches and tags whose pushes start such a workflow
 * or, if no push does, the default branch only. Pure.
 */
export function environmentsOf(
  workflows: readonly Workflow[],
  defaultBranch: string,
  choices: Readonly<Record<string, EnvironmentChoice>>,
): EnvironmentPlan[] {
  return environmentNames(workflows).map((name) => {
    const naming = workflows.filter(({ jobs }) => Object.values(jobs).some((job) => names(job, name)));
    const { waitMinutes = 0, users = [], teams = [] } = choices[name] ?? {};
    return { name, ...refsOf(naming, defaultBranch), waitMinutes, users, teams };
  });
}

/** In order of first appearance. Names given by an expression are unknown before the run. */
export function environmentNames(workflows: readonly Workflow[]): string[] {
  const all = workflows.flatMap(({ jobs }) =>
    Object.values(jobs).flatMap(({ environment }) => environment ?? []),
  );
  return [...new Set(all)].filter((name) => !name.includes("${{"));
}

function names({ environment }: Job, name: string): boolean {
  return environment === name;
}

function refsOf(
  workflows: readonly Workflow[],
  defaultBranch: string,
): Pick<EnvironmentPlan, "branches" | "tags"> {
  const pushes = workflows.map(({ on: { push } }) => {
    if (push === undefined) return { branches: [defaultBranch], tags: [] };
    const { branches, tags } = push;
    // GitHub: without a filter, every branch and tag; with a filter for tags only, no branch.
    return branches === undefined && tags === undefined
      ? { branches: ["**"], tags: ["**"] }
      : { branches: branches ?? [], tags: tags ?? [] };
  });
  return {
    branches: patternsOf(pushes.flatMap(({ branches }) => branches)),
    tags: patternsOf(pushes.flatMap(({ tags }) => tags)),
  };
}

/** GitHub's rules know no exceptions, so `!…` is left out: a ref that starts no run needs no rule. */
function patternsOf(filters: readonly string[]): string[] {
  const positive = filters.filter((filter) => !filter.startsWith("!"));
  return [...new Set(positive.flatMap((filter) => rulePatterns(filter) ?? []))];
}
