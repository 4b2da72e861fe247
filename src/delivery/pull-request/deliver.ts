import { setTimeout as wait } from "node:timers/promises";
import type { Octokit } from "@octokit/core";
import { RequestError } from "@octokit/request-error";
import { UserError } from "../../problems/user-error.js";
import {
  closePullRequest,
  commitFiles,
  deleteBranch,
  editPullRequest,
  openDeliveryPullRequest,
  releasePullRequest,
  Overtaken,
  type PullRequestText,
} from "./apply.js";
import type { Change } from "./changes.js";
import { type CommitPlan, decide, type DeliveryDecision } from "./decide.js";
import type { Delivery } from "./delivery.js";
import { failureProblem } from "./failure.js";
import { pullRequestBody, title } from "./message.js";
import { otherStackProblem, renamedProblem } from "./delivery-problems.js";
import { observe, targetOf } from "./observe.js";
import { withoutOwningStack } from "./owning-stack.js";
import type { Evidence } from "./origin.js";
import type { Remote } from "./remote.js";
import { decideRemoval, type Removal } from "./removal.js";

/** GitHub's state, and the decision from it. */
export interface Examination {
  readonly remote: Remote;
  readonly decision: DeliveryDecision;
}

/** The result of a delivery. */
export interface Delivered extends Examination {
  /** The open pull request, if any. */
  readonly pullRequest: string | undefined;
}

/** Others may deliver at the same time. After this many attempts something else is wrong. */
const ROUNDS = 4;
const PAUSE_MILLISECONDS = 250;

/** Waits for a number of milliseconds. */
export type Pause = (milliseconds: number) => Promise<unknown>;

/**
 * Observes and decides; changes nothing.
 *
 * @throws UserError if GitHub does not answer as needed.
 */
export async function examine(octokit: Octokit, delivery: Delivery): Promise<Examination> {
  return explainErrors(delivery, () => observeAndDecide(octokit, delivery));
}

/**
 * Delivers the files to a branch and a pull request, as far as they are missing. After any failure, the next run
 * continues from GitHub's state.
 *
 * @throws UserError with every reason for doing nothing, or with GitHub's answer.
 */
export async function deliver(octokit: Octokit, delivery: Delivery, pause: Pause = wait): Promise<Delivered> {
  return explainErrors(delivery, () =>
    retryOnConflict(pause, async () => {
      const examination = await observeAndDecide(octokit, delivery);
      return { ...examination, pullRequest: await applyDecision(octokit, delivery, examination) };
    }),
  );
}

/**
 * Closes Slipway's pull request and deletes its branch; the default branch's files stay.
 *
 * @throws UserError with GitHub's answer.
 */
export async function withdraw(octokit: Octokit, delivery: Delivery, pause: Pause = wait): Promise<Removal> {
  return explainErrors(delivery, () => retryOnConflict(pause, () => withdrawOnce(octokit, delivery)));
}

async function withdrawOnce(octokit: Octokit, delivery: Delivery): Promise<Removal> {
  const remote = await observeRemote(octokit, delivery, "always");
  const target = targetOf(remote.repository);
  const removal = decideRemoval(remote, delivery.stack);
  const { close, release } = removal;
  if (close !== undefined) {
    await closePullRequest(octokit, target, { ...close, body: withoutOwningStack(close.body) });
  }
  if (release !== undefined) await releasePullRequest(octokit, target, release);
  if (removal.branch.kind !== "delete") return removal;
  // Look again, to notice a push that came meanwhile.
  const isGone = await deleteBranch(octokit, target, removal.branch.head);
  return isGone ? removal : withdrawOnce(octokit, delivery);
}

async function observeAndDecide(octokit: Octokit, delivery: Delivery): Promise<Examination> {
  const remote = await observeRemote(octokit, delivery);
  const problem = renamedProblem(remote, delivery) ?? otherStackProblem(remote, delivery);
  if (problem !== undefined) return { remote, decision: { kind: "refuse", problems: [problem] } };
  const evidence: Evidence = { ...delivery, pullRequests: remote.pullRequests };
  return { remote, decision: decide(remote, delivery.files, evidence) };
}

function observeRemote(octokit: Octokit, delivery: Delivery, branchIsRead?: "always"): Promise<Remote> {
  return observe(octokit, delivery.target, delivery.files, delivery, branchIsRead);
}

/** Applies a decision, and returns the URL of the open pull request. */
async function applyDecision(
  octokit: Octokit,
  delivery: Delivery,
  { remote, decision }: Examination,
): Promise<string | undefined> {
  const { target, system } = delivery;
  const commit = async (plan: CommitPlan | undefined, changes: readonly Change[]) => {
    if (plan !== undefined) await commitFiles(octokit, target, system, plan, changes);
  };
  const text = (changes: readonly Change[]): PullRequestText => ({
    title: title(changes),
    body: pullRequestBody(delivery, changes, remote.base),
  });
  switch (decision.kind) {
    case "nothing":
      return decision.waiting?.url;
    case "leaveClosed":
      return undefined;
    case "refuse":
      throw new UserError(decision.problems, "in the delivery; nothing was changed");
    case "open":
      await commit(decision.commit, decision.changes);
      return openDeliveryPullRequest(octokit, target, remote.base.name, text(decision.changes));
    case "update": {
      await commit(decision.commit, decision.changes);
      const texts = { ...text(decision.changes), base: remote.base.name };
      await editPullRequest(octokit, target, decision.pullRequest, texts);
      return decision.pullRequest.url;
    }
    case "withdraw":
      await closePullRequest(octokit, target, decision.pullRequest);
      await deleteBranch(octokit, target, decision.branch.head);
      return undefined;
    default:
      return decision satisfies never;
  }
}

/** Starts again if GitHub reports that its state changed meanwhile. */
async function retryOnConflict<Result>(pause: Pause, act: () => Promise<Result>): Promise<Result> {
  for (let round = 1; ; round++) {
    try {
      return await act();
    } catch (error) {
      const isConflict =
        error instanceof Overtaken ||
        (error instanceof RequestError && (error.status === 409 || error.status === 422));
      if (!isConflict || round === ROUNDS) throw error;
      await pause(PAUSE_MILLISECONDS * round);
    }
  }
}

async function explainErrors<Result>(delivery: Delivery, act: () => Promise<Result>): Promise<Result> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    throw new UserError(
      [failureProblem(error, delivery)],
      "in the delivery; the next `pulumi up` continues from GitHub's state",
    );
  }
}
