import type { DeliveryRecord } from "./record.js";
import type { Tree } from "./tree.js";

/** The branch that Slipway delivers on. It is Slipway's own: one in each repository. */
export const BRANCH = "slipway/deliver";

/** What a system's repository on GitHub holds, as far as delivering is concerned. */
export interface Remote {
  /** `owner/name`, as GitHub spells it. */
  readonly repository: string;
  readonly isArchived: boolean;
  readonly base: Base;
  /** Slipway's branch; `undefined` where there is none, or where it does not matter. */
  readonly branch: DeliveryBranch | undefined;
  /** The pull requests from Slipway's branch, the newest first. */
  readonly pullRequests: readonly PullRequest[];
  /** Text of the files on the default branch whose origin nothing else tells; see `origin.ts`. */
  readonly contents: ReadonlyMap<string, Buffer>;
}

/** The default branch. */
export interface Base {
  readonly name: string;
  /** Its newest commit. */
  readonly head: string;
  /** The tree of that commit, by name and spelt out. */
  readonly treeSha: string;
  readonly tree: Tree;
}

export interface DeliveryBranch {
  readonly head: string;
  readonly tree: Tree;
  /** The newest commit that it shares with the default branch. */
  readonly mergeBase: { readonly sha: string; readonly tree: Tree };
  /** Its commits that the default branch has not. */
  readonly commits: readonly Commit[];
  /** The tree of the newest of these that Slipway made; `undefined` where it made none. */
  readonly ownTree: Tree | undefined;
}

export interface Commit {
  readonly sha: string;
  /** The first line of its message. */
  readonly title: string;
  readonly author: string;
  /** Whether Slipway made it, and nobody has amended or moved it. */
  readonly isOwn: boolean;
}

export interface PullRequest {
  readonly number: number;
  readonly url: string;
  readonly state: "open" | "merged" | "closed";
  /** The branch that it is to be merged into. */
  readonly into: string;
  /** The newest commit of it. */
  readonly head: string;
  /** What it says. */
  readonly body: string;
  /** What it says of itself that it brings; `undefined` where it does not. */
  readonly record: DeliveryRecord | undefined;
}
