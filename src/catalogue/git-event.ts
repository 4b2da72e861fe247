/** What GitHub calls the first branch of a repository; where a catalogue says no other. */
export const DEFAULT_BRANCH = "main";

/** What happened on GitHub, as far as it decides the names of images. `name`, `ref` and `sha` are the workflow's own. */
export type GitEvent = RefEvent | PullRequestEvent;

/** Something happened on a branch or a git tag. */
export interface RefEvent {
  readonly name: "push" | "workflow_dispatch" | "schedule";
  /** In full: `refs/heads/main`, `refs/tags/v1.2.3`. */
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
  /** The merge commit that GitHub made for the run: no commit of anybody's branch. */
  readonly sha: string;
  readonly defaultBranch: string;
  readonly pullRequest: {
    readonly number: number;
    /** The newest commit of the branch that is to be merged. */
    readonly headSha: string;
  };
}
