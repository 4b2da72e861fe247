/** A pull request from a branch of the same repository. */
export interface PullRequest {
  readonly number: number;
  title: string;
  body: string | null;
  /** A merged one is closed, too. */
  state: "open" | "closed";
  mergedAt: Date | undefined;
  mergeCommit: string | undefined;
  closedAt: Date | undefined;
  readonly createdAt: Date;
  readonly login: string;
  /** Branch names. The head's commit is kept up to date while the pull request is open. */
  readonly head: { readonly branch: string; sha: string };
  readonly base: { branch: string; sha: string };
}
