import { isSpent, openPullRequest } from "./decide.js";
import { claimOn } from "./message.js";
import { BRANCH, type Commit, type PullRequest, type Remote } from "./remote.js";

/** What withdrawing a delivery does. It changes nothing on the default branch. */
export interface Removal {
  /** The pull request that names this stack, which no longer delivers. Only this one may be closed. */
  readonly release: PullRequest | undefined;
  readonly close: PullRequest | undefined;
  readonly branch:
    | { readonly kind: "none" }
    /** It is another stack's by now, and so is the pull request. */
    | { readonly kind: "others"; readonly stack: string }
    | { readonly kind: "delete"; readonly head: string }
    /** Others' commits are on it, which were not merged. */
    | { readonly kind: "keep"; readonly commits: readonly Commit[] };
}

/** Decides what a stack still has to withdraw. Pure. */
export function decideRemoval(remote: Remote, stack: string): Removal {
  const claim = claimOn(remote.pullRequests);
  if (claim !== undefined && claim.stack !== stack) {
    return { close: undefined, release: undefined, branch: { kind: "others", stack: claim.stack } };
  }
  if (remote.isArchived) return { close: undefined, release: undefined, branch: { kind: "none" } };
  const close = openPullRequest(remote);
  const release = claim?.pullRequest.number === close?.number ? undefined : claim?.pullRequest;
  return { close, release, branch: branchRemoval(remote) };
}

function branchRemoval({ branch, base, pullRequests }: Remote): Removal["branch"] {
  if (branch === undefined || base.name === BRANCH) return { kind: "none" };
  const others = isSpent(branch, pullRequests) ? [] : branch.commits.filter(({ isOwn }) => !isOwn);
  return others.length > 0 ? { kind: "keep", commits: others } : { kind: "delete", head: branch.head };
}
