import type { GitEvent } from "../../../src/catalogue/tag-policy.js";

/** Something that happens on GitHub, with all that a workflow can see of it. */
export interface Happening {
  readonly event: GitEvent;
  /** The body of the webhook, which is `github.event`. */
  readonly payload: Readonly<Record<string, unknown>>;
  /** Whether a pull request comes from somebody else's copy, and so gets no secret. */
  readonly fork?: boolean;
}

/** The commit that everything happens on. */
export const SHA = "0123456789abcdef0123456789abcdef01234567";
/** The newest commit of a pull request's branch; `SHA` is then the merge that GitHub made of it. */
export const HEAD_SHA = "89abcdef0123456789abcdef0123456789abcdef";

const NO_COMMIT = "0".repeat(40);
export const OWNER = "Example";
export const REPOSITORY = "sample";

const repository = {
  name: REPOSITORY,
  full_name: `${OWNER}/${REPOSITORY}`,
  default_branch: "main",
  html_url: `https://github.com/${OWNER}/${REPOSITORY}`,
  owner: { login: OWNER },
};

/** The same on another commit. */
export function onCommit(sha: string, { event, ...rest }: Happening): Happening {
  return { ...rest, event: { ...event, sha } };
}

/** A push to a branch. */
export function pushTo(branch: string): Happening {
  return push(`refs/heads/${branch}`);
}

/** A push of a git tag. */
export function pushTag(tag: string): Happening {
  return push(`refs/tags/${tag}`);
}

function push(ref: string): Happening {
  return {
    event: { name: "push", ref, sha: SHA, defaultBranch: "main" },
    payload: { ref, before: NO_COMMIT, after: SHA, deleted: false, forced: false, repository },
  };
}

/** A pull request into main, number 42, from branch `proposal` of the repository or of somebody's fork. */
export function pullRequest({ from }: { readonly from: "repository" | "fork" }): Happening {
  const number = 42;
  const head = from === "fork" ? { full_name: `stranger/${REPOSITORY}`, fork: true } : repository;
  return {
    event: {
      name: "pull_request",
      ref: `refs/pull/${number}/merge`,
      sha: SHA,
      defaultBranch: "main",
      pullRequest: { number, headSha: HEAD_SHA },
    },
    payload: {
      action: "synchronize",
      number,
      pull_request: {
        number,
        head: { ref: "proposal", sha: HEAD_SHA, repo: head },
        base: { ref: "main", sha: NO_COMMIT, repo: repository },
      },
      repository,
    },
    fork: from === "fork",
  };
}

/** Somebody presses the button, on a branch or a tag. */
export function dispatch(ref = "refs/heads/main"): Happening {
  return {
    event: { name: "workflow_dispatch", ref, sha: SHA, defaultBranch: "main" },
    payload: { ref, inputs: {}, repository },
  };
}

/** A line of the time table comes due; always on the default branch. */
export function schedule(cron: string): Happening {
  return {
    event: { name: "schedule", ref: "refs/heads/main", sha: SHA, defaultBranch: "main" },
    // Nothing else: GitHub says no more of a repository that nothing happened in.
    payload: { schedule: cron },
  };
}
