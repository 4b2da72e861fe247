import { setTimeout as wait } from "node:timers/promises";
import type { Octokit } from "@octokit/core";
import { RequestError } from "@octokit/request-error";
import { UserError } from "../../problems/user-error.js";
import { applyDecision, applyRemoval, Overtaken } from "./apply.js";
import { decide, type DeliveryDecision } from "./decide.js";
import type { Delivery } from "./delivery.js";
import { failureProblem } from "./failure.js";
import { observe } from "./observe.js";
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
      const { remote, decision } = await observeAndDecide(octokit, delivery);
      const pullRequest = await applyDecision(octokit, delivery, remote, decision);
      return { remote, decision, pullRequest };
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
  const remote = await observe(octokit, delivery, "always");
  const removal = decideRemoval(remote, delivery.stack);
  // If the branch has moved, look again, to notice a push that came meanwhile.
  return (await applyRemoval(octokit, remote, removal)) ? removal : withdrawOnce(octokit, delivery);
}

async function observeAndDecide(octokit: Octokit, delivery: Delivery): Promise<Examination> {
  const remote = await observe(octokit, delivery);
  return { remote, decision: decide(remote, delivery) };
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
