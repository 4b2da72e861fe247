import { actions, type Action, type ActionName } from "../../catalogue/actions.js";
import type { Workflow } from "../../catalogue/workflow-model.js";

/** The actions that GitHub lets the workflows of a repository run; all others fail. */
export interface AllowedActions {
  /** Whether those of `actions/` and `github/` may. GitHub has one switch for all of them. */
  readonly githubOwned: boolean;
  /** GitHub's patterns for all others, such as `docker/login-action@*`, in alphabetical order. */
  readonly patterns: readonly string[];
}

const GITHUB_OWNED = /^(?:actions|github)\//;

/**
 * Just the actions that the workflows use, with those that these run in turn, and `others`, patterns for workflows that
 * are not of the catalogue's. Any commit of them: which one stands in the workflow file, and with one pattern a commit,
 * Dependabot's pull requests could not be tried (G37, X8). Pure.
 */
export function allowedActions(workflows: readonly Workflow[], others: readonly string[]): AllowedActions {
  const used = new Set(workflows.flatMap(actionsUsed).flatMap((name) => [name, ...usedBy(name)]));
  const patterns = [...used].filter((name) => !GITHUB_OWNED.test(name)).map((name) => `${name}@*`);
  return {
    githubOwned: [...used].some((name) => GITHUB_OWNED.test(name)),
    patterns: [...new Set([...patterns, ...others])].toSorted(),
  };
}

function actionsUsed({ jobs }: Workflow): ActionName[] {
  return Object.values(jobs).flatMap(({ steps }) =>
    steps.flatMap((step) => ("uses" in step ? step.uses : [])),
  );
}

function usedBy(name: ActionName): readonly string[] {
  const action: Action = actions[name];
  return action.uses ?? [];
}
