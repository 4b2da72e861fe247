import { isUtf8 } from "node:buffer";
import type { Octokit } from "@octokit/core";
import { UserError } from "../../problems/user-error.js";
import type { DeliveredFile } from "../../plan/delivery-plan.js";
import type { Change } from "./changes.js";
import type { CommitPlan, DeliveryDecision } from "./decide.js";
import type { Delivery, DeliveryTarget } from "./delivery.js";
import { commitMessage, pullRequestBody, title, withoutOwningStack } from "./message.js";
import { branchHead, targetOf } from "./observe.js";
import { withoutRecord } from "./record.js";
import { BRANCH, type PullRequest, type Remote } from "./remote.js";
import type { Removal } from "./removal.js";
import { entryOf } from "./tree.js";

/** Someone else was faster, so the observed state is outdated. */
export class Overtaken extends Error {}

/**
 * Applies a decision, and returns the URL of the open pull request.
 *
 * @throws UserError if the decision is to refuse; RequestError from GitHub, 409 or 422 if its state has changed since;
 *   Overtaken if the pull request was merged meanwhile.
 */
export async function applyDecision(
  octokit: Octokit,
  delivery: Delivery,
  remote: Remote,
  decision: DeliveryDecision,
): Promise<string | undefined> {
  const { target } = delivery;
  const text = (changes: readonly Change[]) => ({
    title: title(changes),
    body: pullRequestBody(delivery, changes, remote.base),
    base: remote.base.name,
  });
  switch (decision.kind) {
    case "nothing":
      return decision.waiting?.url;
    case "leaveClosed":
      return undefined;
    case "refuse":
      throw new UserError(decision.problems, "in the delivery; nothing was changed");
    case "open": {
      await commitFiles(octokit, delivery, decision.commit, decision.changes);
      const { data } = await octokit.request("POST /repos/{owner}/{repo}/pulls", {
        ...target,
        ...text(decision.changes),
        head: BRANCH,
      });
      return data.html_url;
    }
    case "update":
      await commitFiles(octokit, delivery, decision.commit, decision.changes);
      await patchOpen(octokit, target, decision.pullRequest, text(decision.changes));
      return decision.pullRequest.url;
    case "withdraw":
      await closePullRequest(octokit, target, decision.pullRequest);
      await deleteBranch(octokit, target, decision.branch.head);
      return undefined;
    default:
      return decision satisfies never;
  }
}

/**
 * Withdraws a delivery. Returns false if the branch has moved since, so that it was not deleted.
 *
 * @throws RequestError from GitHub; Overtaken if the pull request was merged meanwhile.
 */
export async function applyRemoval(
  octokit: Octokit,
  { repository }: Remote,
  { close, release, branch }: Removal,
): Promise<boolean> {
  const target = targetOf(repository);
  if (close !== undefined) {
    await closePullRequest(octokit, target, { ...close, body: withoutOwningStack(close.body) });
  }
  if (release !== undefined)
    await patch(octokit, target, release, { body: withoutOwningStack(release.body) });
  return branch.kind !== "delete" || (await deleteBranch(octokit, target, branch.head));
}

/**
 * Creates one commit with all files and points the branch to it. Only the last call is visible to others, and it fails
 * with 422 if the branch has moved since it was observed, exists already or was deleted.
 */
async function commitFiles(
  octokit: Octokit,
  { target, system }: Delivery,
  plan: CommitPlan | undefined,
  changes: readonly Change[],
): Promise<void> {
  if (plan === undefined) return;
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
  const { path, content } = file;
  const mode = file.executable ? ("100755" as const) : ("100644" as const);
  const shared = { path, mode, type: "blob" as const };
  if (isUtf8(content) && !content.includes(0)) return { ...shared, content: content.toString() };
  await octokit.request("POST /repos/{owner}/{repo}/git/blobs", {
    ...target,
    content: content.toString("base64"),
    encoding: "base64",
  });
  return { ...shared, sha: entryOf(file).sha };
}

/** Closes a pull request on Slipway's behalf: without its record it does not count as a person's refusal. */
async function closePullRequest(
  octokit: Octokit,
  target: DeliveryTarget,
  pullRequest: PullRequest,
): Promise<void> {
  await patchOpen(octokit, target, pullRequest, {
    state: "closed",
    body: `${withoutRecord(pullRequest.body)}\n\nClosed by Slipway: nothing is left to deliver.`,
  });
}

interface PullRequestPatch {
  readonly title?: string;
  readonly body: string;
  readonly base?: string;
  readonly state?: "closed";
}

/** Changes a pull request that was open when observed. If it was merged since, restores its record. */
async function patchOpen(
  octokit: Octokit,
  target: DeliveryTarget,
  pullRequest: PullRequest,
  changes: PullRequestPatch,
): Promise<void> {
  const { data } = await patch(octokit, target, pullRequest, changes);
  if (data.merged_at === null) return;
  // The record of a merged pull request shows which files are Slipway's.
  await patch(octokit, target, pullRequest, { body: pullRequest.body });
  throw new Overtaken(`#${pullRequest.number} was merged meanwhile: run \`pulumi up\` again`);
}

function patch(octokit: Octokit, target: DeliveryTarget, { number }: PullRequest, changes: PullRequestPatch) {
  const route = "PATCH /repos/{owner}/{repo}/pulls/{pull_number}";
  return octokit.request(route, { ...target, pull_number: number, ...changes });
}

/** Deletes the branch if it still points to `head`; else returns false. */
async function deleteBranch(octokit: Octokit, target: DeliveryTarget, head: string): Promise<boolean> {
  // GitHub deletes the branch wherever it points, so look once more at the last moment.
  if ((await branchHead(octokit, target)) !== head) return false;
  await octokit.request("DELETE /repos/{owner}/{repo}/git/refs/{ref}", { ...target, ref: `heads/${BRANCH}` });
  return true;
}
