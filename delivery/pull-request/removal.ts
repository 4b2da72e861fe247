import { isSpent } from "./branch.js";
import { openPullRequest } from "./decide.js";
import { BRANCH, type Commit, type PullRequest, type Remote } from "./remote.js";

/** What taking a delivery back does. Nothing on the default branch is among it. */
export interface Removal {
  readonly close: PullRequest | undefined;
  readonly branch:
    | { readonly kind: "none" }
    | { readonly kind: "delete"; readonly head: string }
    /** Others' commits are on it, which were not merged. */
    | { readonly kind: "keep"; readonly commits: readonly Commit[] };
}

/** Decides what is left to take back. Pure. */
export function decideRemoval(remote: Remote): Removal {
  return { close: remote.isArchived ? undefined : openPullRequest(remote), branch: branchRemoval(remote) };
}

function branchRemoval({ branch, base, pullRequests, isArchived }: Remote): Removal["branch"] {
  if (branch === undefined || base.name === BRANCH || isArchived) return { kind: "none" };
  const others = isSpent(branch, pullRequests) ? [] : branch.commits.filter(({ isOwn }) => !isOwn);
  return others.length > 0 ? { kind: "keep", commits: others } : { kind: "delete", head: branch.head };
}
