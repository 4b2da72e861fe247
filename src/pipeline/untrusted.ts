import type { Reference } from "./expressions.js";

/**
 * Values that whoever opens an issue, a comment or a pull request chooses freely, a script to run included; `*` is any
 * member. Source: GitHub, "Security hardening for GitHub Actions", script injections, and its Security Lab's list.
 */
const untrusted = [
  "github.head_ref",
  "github.ref_name",
  "github.event.comment.body",
  "github.event.commits.*.author.email",
  "github.event.commits.*.author.name",
  "github.event.commits.*.message",
  "github.event.discussion.body",
  "github.event.discussion.title",
  "github.event.head_commit.author.email",
  "github.event.head_commit.author.name",
  "github.event.head_commit.message",
  "github.event.issue.body",
  "github.event.issue.title",
  "github.event.pages.*.page_name",
  "github.event.pull_request.body",
  "github.event.pull_request.head.label",
  "github.event.pull_request.head.ref",
  "github.event.pull_request.head.repo.default_branch",
  "github.event.pull_request.title",
  "github.event.review.body",
  "github.event.review_comment.body",
  "github.event.workflow_run.head_branch",
  "github.event.workflow_run.head_commit.message",
].map((path) => path.split("."));

/** Whether a value is, holds or may be one that a stranger chooses. */
export function isUntrusted([...reference]: Reference): boolean {
  return untrusted.some((path) =>
    reference.every(
      (member, index) =>
        member === "*" || index >= path.length || path[index] === "*" || path[index] === member.toLowerCase(),
    ),
  );
}
