import type { Tree } from "./tree.js";

/** The branch that Slipway delivers on, one in each repository. It belongs to Slipway. */
export const BRANCH = "slipway/deliver";

/** The state of a system's repository on GitHub that matters for a delivery. */
export interface Remote {
  /** `owner/name`, as GitHub spells it. */
  readonly repository: string;
  readonly isArchived: boolean;
  readonly base: Base;
  /** Slipway's branch; `undefined` if it does not exist or does not matter. */
  readonly branch: DeliveryBranch | undefined;
  /** The pull requests from Slipway's branch, the newest first. */
  readonly pullRequests: readonly PullRequest[];
  /** Text of the files on the default branch whose origin is otherwise unknown; see `changes.ts`. */
  readonly contents: ReadonlyMap<string, Buffer>;
}

/** The default branch. */
export interface Base {
  readonly name: string;
  /** Its newest commit. */
  readonly head: string;
  /** The tree of that commit: id and entries. */
  readonly treeSha: string;
  readonly tree: Tree;
}

export interface DeliveryBranch {
  readonly head: string;
  readonly tree: Tree;
  /** The newest commit that it shares with the default branch. */
  readonly mergeBase: { readonly sha: string; readonly tree: Tree };
  /** Its commits that the default branch lacks. */
  readonly commits: readonly Commit[];
  /** The tree of the newest one that Slipway created, if any. */
  readonly ownTree: Tree | undefined;
}

export interface Commit {
  readonly sha: string;
  /** The first line of its message. */
  readonly title: string;
  readonly author: string;
  /** Whether Slipway created it and nobody amended or rebased it. */
  readonly isOwn: boolean;
}

export interface PullRequest {
  readonly number: number;
  readonly url: string;
  readonly state: "open" | "merged" | "closed";
  /** The branch to merge into. */
  readonly into: string;
  /** The newest commit of it. */
  readonly head: string;
  /** What it says. */
  readonly body: string;
  /** What it delivers, from its own record, if it has one. */
  readonly record: Tree | undefined;
}
