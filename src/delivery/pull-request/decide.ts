import type { Problem } from "../../problems/problem.js";
import type { DeliveredFile } from "../../plan/delivery-plan.js";
import { isSpent, isUpToDate, pathsToLose } from "./branch.js";
import { type Change, changesOf } from "./changes.js";
import type { Evidence } from "./origin.js";
import { deliveryProblems, lossProblem } from "./delivery-problems.js";
import { isSameRecord, recordOf } from "./record.js";
import type { Base, DeliveryBranch, PullRequest, Remote } from "./remote.js";

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

/**
 * Decides from GitHub's state alone, so it does not matter where an earlier delivery was interrupted. Pure.
 *
 * `files` are all of the system's, with unique paths.
 */
export function decide(
  remote: Remote,
  files: readonly DeliveredFile[],
  evidence: Evidence,
): DeliveryDecision {
  const changes = changesOf(remote, files, evidence);
  const open = openPullRequest(remote);
  if (changes.length === 0) return decideWithoutChanges(remote, open);
  const problems = deliveryProblems(remote, changes, evidence.system);
  if (problems.length > 0) return { kind: "refuse", problems };

  const [newest] = remote.pullRequests;
  if (open === undefined && newest?.state === "closed" && brings(newest, files)) {
    return { kind: "leaveClosed", pullRequest: newest, changes };
  }
  const { base, branch } = remote;
  const isRight = branch !== undefined && isUpToDate(branch, base, files);
  if (open !== undefined && isRight && brings(open, files) && open.into === base.name) {
    return { kind: "nothing", waiting: open };
  }
  if (branch !== undefined && !isRight && !isSpent(branch, remote.pullRequests)) {
    const lost = pathsToLose(branch, base, files);
    if (lost.length > 0) return { kind: "refuse", problems: [lossProblem(remote, branch, lost, open)] };
  }
  const commit = isRight ? undefined : commitPlan(base, branch, changes);
  return open === undefined
    ? { kind: "open", commit, changes }
    : { kind: "update", pullRequest: open, commit, changes };
}

function decideWithoutChanges({ branch }: Remote, open: PullRequest | undefined): DeliveryDecision {
  if (open === undefined || branch === undefined) return { kind: "nothing" };
  return branch.commits.every(({ isOwn }) => isOwn)
    ? { kind: "withdraw", pullRequest: open, branch }
    : { kind: "nothing", waiting: open };
}

/** Slipway's open pull request: into the default branch or, failing that, into a former default branch. */
export function openPullRequest({ pullRequests, base }: Remote): PullRequest | undefined {
  const open = pullRequests.filter(({ state }) => state === "open");
  return open.find(({ into }) => into === base.name) ?? open.find(({ record }) => record !== undefined);
}

function brings({ record }: PullRequest, files: readonly DeliveredFile[]): boolean {
  return record !== undefined && isSameRecord(record, recordOf(files));
}

function commitPlan(base: Base, branch: DeliveryBranch | undefined, changes: readonly Change[]): CommitPlan {
  const shared = { baseTree: base.treeSha, files: changes.map(({ file }) => file) };
  if (branch === undefined) return { ...shared, parents: [base.head], branch: "create" };
  const hasBase = branch.mergeBase.sha === base.head;
  return { ...shared, parents: hasBase ? [branch.head] : [branch.head, base.head], branch: "update" };
}
