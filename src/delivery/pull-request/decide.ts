import { isDeepStrictEqual } from "node:util";
import type { Problem } from "../../problems/problem.js";
import type { DeliveredFile } from "../../plan/delivery-plan.js";
import { type Change, changesOf } from "./changes.js";
import type { Delivery } from "./delivery.js";
import { deliveryProblems, lossProblem, ownershipProblem } from "./delivery-problems.js";
import { recordOf } from "./record.js";
import type { Base, DeliveryBranch, PullRequest, Remote } from "./remote.js";
import { differingPaths, isSame, type Tree } from "./tree.js";

/** What to do with a system's repository. */
export type DeliveryDecision =
  /** Everything is on the default branch, or waits in the named pull request. */
  | { readonly kind: "nothing"; readonly waiting?: PullRequest }
  /** Open a pull request; first create a commit, unless the branch is up to date. */
  | { readonly kind: "open"; readonly commit: CommitPlan | undefined; readonly changes: readonly Change[] }
  /** Update the open pull request. */
  | {
      readonly kind: "update";
      readonly pullRequest: PullRequest;
      readonly commit: CommitPlan | undefined;
      readonly changes: readonly Change[];
    }
  /** Close the open pull request: nothing is left to deliver. */
  | { readonly kind: "withdraw"; readonly pullRequest: PullRequest; readonly branch: DeliveryBranch }
  /** A person closed the pull request with exactly these files. */
  | { readonly kind: "leaveClosed"; readonly pullRequest: PullRequest; readonly changes: readonly Change[] }
  /** Continuing would do harm or cannot succeed. */
  | { readonly kind: "refuse"; readonly problems: readonly Problem[] };

/** One commit with all changes. */
export interface CommitPlan {
  /** The tree that the files are added to. */
  readonly baseTree: string;
  readonly files: readonly DeliveredFile[];
  /** The branch's head is always among them, so that nothing is removed from the branch. */
  readonly parents: readonly [string, ...string[]];
  readonly branch: "create" | "update";
}

/** Decides from GitHub's state alone, so it does not matter where an earlier delivery was interrupted. Pure. */
export function decide(remote: Remote, delivery: Delivery): DeliveryDecision {
  const { base, branch, pullRequests } = remote;
  const notOurs = ownershipProblem(remote, delivery);
  if (notOurs !== undefined) return { kind: "refuse", problems: [notOurs] };
  const changes = changesOf(remote, delivery);
  const open = openPullRequest(remote);
  if (changes.length === 0) {
    if (open === undefined || branch === undefined) return { kind: "nothing" };
    return branch.commits.every(({ isOwn }) => isOwn)
      ? { kind: "withdraw", pullRequest: open, branch }
      : { kind: "nothing", waiting: open };
  }
  const problems = deliveryProblems(remote, changes, delivery.system);
  if (problems.length > 0) return { kind: "refuse", problems };

  const wanted = recordOf(delivery.files);
  const brings = ({ record }: PullRequest) => isDeepStrictEqual(record, wanted);
  const [newest] = pullRequests;
  if (open === undefined && newest?.state === "closed" && brings(newest)) {
    return { kind: "leaveClosed", pullRequest: newest, changes };
  }
  const isRight = branch !== undefined && isUpToDate(branch, base, wanted);
  if (open !== undefined && isRight && brings(open) && open.into === base.name) {
    return { kind: "nothing", waiting: open };
  }
  if (branch !== undefined && !isRight && !isSpent(branch, pullRequests)) {
    const lost = pathsToLose(branch, base, wanted);
    if (lost.length > 0) return { kind: "refuse", problems: [lossProblem(remote, branch, lost, open)] };
  }
  const commit = isRight ? undefined : commitPlan(base, branch, changes);
  return open === undefined
    ? { kind: "open", commit, changes }
    : { kind: "update", pullRequest: open, commit, changes };
}

/** Slipway's open pull request: into the default branch or, failing that, into a former default branch. */
export function openPullRequest({ pullRequests, base }: Remote): PullRequest | undefined {
  const open = pullRequests.filter(({ state }) => state === "open");
  return open.find(({ into }) => into === base.name) ?? open.find(({ record }) => record !== undefined);
}

/** Whether everything on the branch is merged, although the branch still exists. */
export function isSpent({ head }: DeliveryBranch, pullRequests: readonly PullRequest[]): boolean {
  return pullRequests.some((request) => request.state === "merged" && request.head === head);
}

/**
 * Whether a pull request from the branch would deliver every file and nothing else of Slipway's, and no file that the
 * default branch changed meanwhile, which would conflict.
 */
function isUpToDate(branch: DeliveryBranch, base: Base, wanted: Tree): boolean {
  const broughtByOthers = new Set(othersPaths(branch));
  const brought = differingPaths(branch.mergeBase.tree, branch.tree);
  return (
    brought.every((path) => wanted.has(path) || broughtByOthers.has(path)) &&
    [...wanted].every(([path, entry]) => {
      const onBase = base.tree.get(path);
      if (isSame(onBase, entry)) return isSame(branch.tree.get(path), entry) || !brought.includes(path);
      return isSame(branch.tree.get(path), entry) && isSame(onBase, branch.mergeBase.tree.get(path));
    })
  );
}

/** Paths where a rebuild of the branch would discard other people's commits. */
function pathsToLose(branch: DeliveryBranch, base: Base, wanted: Tree): readonly string[] {
  return othersPaths(branch).filter(
    (path) => !isSame(branch.tree.get(path), wanted.get(path) ?? base.tree.get(path)),
  );
}

/** Paths that others changed on the branch. */
function othersPaths({ commits, mergeBase, tree, ownTree }: DeliveryBranch): readonly string[] {
  if (commits.every(({ isOwn }) => isOwn)) return [];
  return differingPaths(mergeBase.tree, tree).filter((path) => !isSame(tree.get(path), ownTree?.get(path)));
}

function commitPlan(base: Base, branch: DeliveryBranch | undefined, changes: readonly Change[]): CommitPlan {
  const shared = { baseTree: base.treeSha, files: changes.map(({ file }) => file) };
  if (branch === undefined) return { ...shared, parents: [base.head], branch: "create" };
  const hasBase = branch.mergeBase.sha === base.head;
  return { ...shared, parents: hasBase ? [branch.head] : [branch.head, base.head], branch: "update" };
}
