import { isUtf8 } from "node:buffer";
import type { Octokit } from "@octokit/core";
import type { DeliveredFile } from "../delivered-file.js";
import type { Change } from "./changes.js";
import type { CommitPlan } from "./decide.js";
import { commitMessage } from "./message.js";
import { branchHead, type Target } from "./observe.js";
import { withoutStack } from "./owning-stack.js";
import { withoutRecord } from "./record.js";
import { BRANCH, type PullRequest } from "./remote.js";
import { entryOf } from "./tree.js";

/**
 * Makes one commit with all files and lets the branch point at it. Nothing but the last call can be seen by anybody,
 * and that one fails where the branch has moved since it was looked at.
 *
 * @throws RequestError as GitHub answers; 422 where the branch has moved, is there already or is gone.
 */
export async function commitFiles(
  octokit: Octokit,
  target: Target,
  system: string,
  plan: CommitPlan,
  changes: readonly Change[],
): Promise<void> {
  const tree = await octokit.request("POST /repos/{owner}/{repo}/git/trees", {
    ...target,
    base_tree: plan.baseTree,
    tree: await Promise.all(plan.files.map((file) => treeEntry(octokit, target, file))),
  });
  const commit = await octokit.request("POST /repos/{owner}/{repo}/git/commits", {
    ...target,
    message: commitMessage(system, changes, tree.data.sha),
    tree: tree.data.sha,
    parents: [...plan.parents],
  });
  const { sha } = commit.data;
  switch (plan.branch) {
    case "made":
      await octokit.request("POST /repos/{owner}/{repo}/git/refs", {
        ...target,
        ref: `refs/heads/${BRANCH}`,
        sha,
      });
      return;
    case "moved":
      // Without force, GitHub takes only a commit that comes after the branch's present one: nobody's push is lost.
      await octokit.request("PATCH /repos/{owner}/{repo}/git/refs/{ref}", {
        ...target,
        ref: `heads/${BRANCH}`,
        sha,
        force: false,
      });
      return;
    default:
      plan.branch satisfies never;
  }
}

/** Text goes along with the tree, which saves a call for each file; what is no text cannot. */
async function treeEntry(octokit: Octokit, target: Target, file: DeliveredFile) {
  const shared = {
    path: file.path,
    mode: file.executable ? ("100755" as const) : ("100644" as const),
    type: "blob" as const,
  };
  if (isText(file.content)) return { ...shared, content: file.content.toString() };
  await octokit.request("POST /repos/{owner}/{repo}/git/blobs", {
    ...target,
    content: file.content.toString("base64"),
    encoding: "base64",
  });
  return { ...shared, sha: entryOf(file).sha };
}

function isText(content: Buffer): boolean {
  return isUtf8(content) && !content.includes(0);
}

/** What a pull request says. */
export interface PullRequestText {
  readonly title: string;
  readonly body: string;
}

/** @throws RequestError as GitHub answers; 422 where there is one, or nothing to merge. */
export async function openPullRequest(
  octokit: Octokit,
  target: Target,
  base: string,
  text: PullRequestText,
): Promise<string> {
  const { data } = await octokit.request("POST /repos/{owner}/{repo}/pulls", {
    ...target,
    ...text,
    head: BRANCH,
    base,
  });
  return data.html_url;
}

/** @throws RequestError as GitHub answers; Overtaken where it was merged meanwhile. */
export async function editPullRequest(
  octokit: Octokit,
  target: Target,
  pullRequest: PullRequest,
  changes: PullRequestText & { readonly base: string },
): Promise<void> {
  await patchOpen(octokit, target, pullRequest, changes);
}

/**
 * Closes a pull request as Slipway's own doing: without its record it is not taken for a person's refusal.
 *
 * @throws RequestError as GitHub answers; Overtaken where it was merged meanwhile.
 */
export async function closePullRequest(
  octokit: Octokit,
  target: Target,
  pullRequest: PullRequest,
): Promise<void> {
  await patchOpen(octokit, target, pullRequest, {
    state: "closed",
    body: `${withoutRecord(pullRequest.body)}\n\nClosed by Slipway: it has nothing more to bring here.`,
  });
}

/** Somebody was faster, so that what was seen is no longer so. */
export class Overtaken extends Error {}

/** Changes a pull request that was open when it was looked at. If it was merged since, its record is put back. */
async function patchOpen(
  octokit: Octokit,
  target: Target,
  { number: pull_number, body }: PullRequest,
  changes: Partial<PullRequestText> & { readonly base?: string; readonly state?: "closed" },
): Promise<void> {
  const patch = (its: typeof changes) =>
    octokit.request("PATCH /repos/{owner}/{repo}/pulls/{pull_number}", { ...target, pull_number, ...its });
  const { data } = await patch(changes);
  if (data.merged_at === null) return;
  // What a merged pull request says it brought is what tells whose the files are.
  await patch({ body });
  throw new Overtaken(`#${pull_number} was merged while Slipway was at work: run \`pulumi up\` again`);
}

/** Lets another stack deliver: the pull request names this one no longer. @throws RequestError as GitHub answers. */
export async function releasePullRequest(
  octokit: Octokit,
  target: Target,
  { number: pull_number, body }: PullRequest,
): Promise<void> {
  await octokit.request("PATCH /repos/{owner}/{repo}/pulls/{pull_number}", {
    ...target,
    pull_number,
    body: withoutStack(body),
  });
}

/** Deletes the branch, if it still points at `head`; else returns false. @throws RequestError as GitHub answers. */
export async function deleteBranch(octokit: Octokit, target: Target, head: string): Promise<boolean> {
  // GitHub deletes whatever is there, so it is looked at once more at the last moment.
  if ((await branchHead(octokit, target)) !== head) return false;
  await octokit.request("DELETE /repos/{owner}/{repo}/git/refs/{ref}", { ...target, ref: `heads/${BRANCH}` });
  return true;
}
