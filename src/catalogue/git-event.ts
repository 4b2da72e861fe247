/** The default branch's usual name. */
export const DEFAULT_BRANCH = "main";

/** An event on GitHub, as far as it decides the names of images. `name`, `ref` and `sha` are the workflow's. */
export type GitEvent = RefEvent | PullRequestEvent;

/** An event on a branch or a git tag. */
export interface RefEvent {
  readonly name: "push" | "workflow_dispatch" | "schedule";
  /** The full ref: `refs/heads/main`, `refs/tags/v1.2.3`. */
  readonly ref: string;
  /** The commit, 40 hexadecimal digits. */
  readonly sha: string;
  /** Name of the repository's default branch, such as `main`. */
  readonly defaultBranch: string;
}

/** A pull request was opened or changed. */
export interface PullRequestEvent {
  readonly name: "pull_request";
  /** `refs/pull/NUMBER/merge`. */
  readonly ref: string;
  /** The merge commit that GitHub creates for the run; it is on no branch. */
  readonly sha: string;
  readonly defaultBranch: string;
  readonly pullRequest: {
    readonly number: number;
    /** The head of the branch to merge. */
    readonly headSha: string;
  };
}
