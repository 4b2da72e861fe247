import { isUtf8 } from "node:buffer";
import type { Octokit } from "@octokit/core";
import type { DeliveredFile } from "../../plan/delivery-plan.js";
import type { Change } from "./changes.js";
import type { CommitPlan } from "./decide.js";
import { commitMessage } from "./message.js";
import { branchHead } from "./observe.js";
import { withoutOwningStack } from "./owning-stack.js";
import { withoutRecord } from "./record.js";
import { BRANCH, type PullRequest, type DeliveryTarget } from "./remote.js";
import { entryOf } from "./tree.js";

/**
 * Creates one commit with all files and points the branch to it. Only the last call is visible to others, and it fails
 * if the branch has moved since it was observed.
 *
 * @throws RequestError from GitHub; 422 if the branch has moved, exists already or was deleted.
 */
export async function commitFiles(
  octokit: Octokit,
  target: DeliveryTarget,
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
  if (plan.branch === "create") {
    const ref = `refs/heads/${BRANCH}`;
    await octokit.request("POST /repos/{owner}/{repo}/git/refs", { ...target, ref, sha });
  } else {
    // Without force, GitHub accepts only a descendant of the branch's head: nobody's push is lost.
    const change = { ref: `heads/${BRANCH}`, sha, force: false };
    await octokit.request("PATCH /repos/{owner}/{repo}/git/refs/{ref}", { ...target, ...change });
  }
}

/** Text is part of the tree call, which saves a call per file; binary content needs its own. */
async function treeEntry(octokit: Octokit, target: DeliveryTarget, file: DeliveredFile) {
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

/** @throws RequestError from GitHub; 422 if one exists, or there is nothing to merge. */
export async function openDeliveryPullRequest(
  octokit: Octokit,
  target: DeliveryTarget,
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

/** @throws RequestError from GitHub; Overtaken if it was merged meanwhile. */
export async function editPullRequest(
  octokit: Octokit,
  target: DeliveryTarget,
  pullRequest: PullRequest,
  changes: PullRequestText & { readonly base: string },
): Promise<void> {
  await patchOpen(octokit, target, pullRequest, changes);
}

/**
 * Closes a pull request on Slipway's behalf: without its record it does not count as a person's refusal.
 *
 * @throws RequestError from GitHub; Overtaken if it was merged meanwhile.
 */
export async function closePullRequest(
  octokit: Octokit,
  target: DeliveryTarget,
  pullRequest: PullRequest,
): Promise<void> {
  await patchOpen(octokit, target, pullRequest, {
    state: "closed",
    body: `${withoutRecord(pullRequest.body)}\n\nClosed by Slipway: nothing is left to deliver.`,
  });
}

/** Someone else was faster, so the observed state is outdated. */
export class Overtaken extends Error {}

/** Changes a pull request that was open when observed. If it was merged since, restores its record. */
async function patchOpen(
  octokit: Octokit,
  target: DeliveryTarget,
  { number: pull_number, body }: PullRequest,
  changes: Partial<PullRequestText> & { readonly base?: string; readonly state?: "closed" },
): Promise<void> {
  const patch = (its: typeof changes) =>
    octokit.request("PATCH /repos/{owner}/{repo}/pulls/{pull_number}", { ...target, pull_number, ...its });
  const { data } = await patch(changes);
  if (data.merged_at === null) return;
  // The record of a merged pull request shows which files are Slipway's.
  await patch({ body });
  throw new Overtaken(`#${pull_number} was merged meanwhile: run \`pulumi up\` again`);
}

/**
 * Releases the repository for another stack: removes this one's name from the pull request. @throws RequestError from
 * GitHub.
 */
export async function releasePullRequest(
  octokit: Octokit,
  target: DeliveryTarget,
  { number: pull_number, body }: PullRequest,
): Promise<void> {
  await octokit.request("PATCH /repos/{owner}/{repo}/pulls/{pull_number}", {
    ...target,
    pull_number,
    body: withoutOwningStack(body),
  });
}

/** Deletes the branch if it still points to `head`; else returns false. @throws RequestError from GitHub. */
export async function deleteBranch(octokit: Octokit, target: DeliveryTarget, head: string): Promise<boolean> {
  // GitHub deletes the branch wherever it points, so look once more at the last moment.
  if ((await branchHead(octokit, target)) !== head) return false;
  await octokit.request("DELETE /repos/{owner}/{repo}/git/refs/{ref}", { ...target, ref: `heads/${BRANCH}` });
  return true;
}
