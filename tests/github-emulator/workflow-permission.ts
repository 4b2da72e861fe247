import type { Repository } from "./repository.js";
import type { Token } from "./token.js";

const FOLDER = ".github/workflows/";

/** @throws Refused where a token that may not touch workflow files names one. */
export function refuseWorkflow(token: Token, path: string): void {
  if (path.startsWith(FOLDER) && !token.may("workflows", "write")) throw token.lacks();
}

/**
 * @throws Refused where such a token would point a reference to workflow files that no branch has: made by a token that
 * might, they are not for this one to publish.
 */
export function refuseForeignWorkflows(token: Token, repository: Repository, commit: string): void {
  if (token.may("workflows", "write") || repository.objects.commit(commit) === undefined) return;
  const published = new Set(
    [...repository.references.values()].flatMap((head) => workflows(repository, head)),
  );
  if (workflows(repository, commit).some((file) => !published.has(file))) throw token.lacks();
}

function workflows(repository: Repository, commit: string): string[] {
  return [...repository.filesAt(commit)].flatMap(([path, { sha, mode }]) =>
    path.startsWith(FOLDER) ? `${path} ${sha} ${mode}` : [],
  );
}
