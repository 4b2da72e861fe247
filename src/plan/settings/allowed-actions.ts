import { actions, type Action, type ActionName } from "../../catalogue/actions.js";
import type { Workflow } from "../../catalogue/workflow-model.js";

/** The actions that workflows of a repository may run. */
export interface AllowedActions {
  /** Whether all of `actions/` and `github/` are allowed. GitHub has one switch for them. */
  readonly githubOwned: boolean;
  /** GitHub's patterns for all others, such as `docker/login-action@*`, in alphabetical order. */
  readonly patterns: readonly string[];
}

const GITHUB_OWNED = /^(?:actions|github)\//;

/**
 * Exactly the actions that the workflows use, those that these call, and `others`, patterns for workflows outside the
 * catalogue. At any commit: the workflow file pins it, and a pattern per commit would block Dependabot's pull requests
 * (G37, X8). Pure.
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
