import { inWords } from "../../src/problems/in-words.js";
import type { Change } from "../../src/delivery/pull-request/changes.js";
import type { DeliveryDecision } from "../../src/delivery/pull-request/decide.js";
import type { Delivery } from "../../src/delivery/pull-request/delivery.js";
import { BRANCH, type Remote } from "../../src/delivery/pull-request/remote.js";
import type { Removal } from "../../src/delivery/pull-request/removal.js";
import type { Message } from "./engine-log.js";

/** Warnings before a delivery: edits that it replaces, and a pull request that a person closed. */
export function warningsOn(decision: DeliveryDecision, { repository, base }: Remote): readonly Message[] {
  switch (decision.kind) {
    case "nothing":
    case "withdraw":
    case "refuse":
      return [];
    case "leaveClosed":
      return [
        warning(
          `${repository}: ${decision.pullRequest.url} with exactly these files was closed without merging, so ${base.name} stays without ${list(decision.changes)}. Reopen it to deliver them; otherwise change the catalogue, or set slipway:delivery to off.`,
        ),
      ];
    case "open":
    case "update":
      return decision.changes.flatMap((change) => replaced(change, repository, base.name));
    default:
      return decision satisfies never;
  }
}

function replaced(
  { file, kind, detail = "changed" }: Change,
  repository: string,
  branch: string,
): readonly Message[] {
  if (kind !== "edited" && kind !== "replaced") return [];
  const whose =
    kind === "edited"
      ? "differs from Slipway's delivery"
      : "is a person's file, listed in slipway:replaceFiles";
  return [
    warning(
      `${repository}: ${file.path} on ${branch} ${whose} (${detail}). The pull request replaces it; add what should stay to ${file.source}.`,
    ),
  ];
}

/** What a preview says. */
export function previewMessages(decision: DeliveryDecision, { repository }: Remote): readonly Message[] {
  switch (decision.kind) {
    case "open":
      return [info(`${repository}: a pull request would be opened for ${list(decision.changes)}.`)];
    case "update":
      return [info(`${decision.pullRequest.url} would be updated: ${list(decision.changes)}.`)];
    case "withdraw":
      return [info(`${decision.pullRequest.url} would be closed: nothing is left to deliver.`)];
    case "nothing":
    case "leaveClosed":
    case "refuse":
      return [];
    default:
      return decision satisfies never;
  }
}

/** What an applied delivery says. */
export function appliedMessages(
  decision: DeliveryDecision,
  { repository }: Remote,
  pullRequest = "",
): readonly Message[] {
  switch (decision.kind) {
    case "open":
      return [info(`${repository}: ${count(decision.changes)} for review in ${pullRequest}`)];
    case "update":
      return [info(`${repository}: ${decision.pullRequest.url} was updated.`)];
    case "withdraw":
      return [info(`${decision.pullRequest.url} was closed: nothing is left to deliver.`)];
    case "nothing":
    case "leaveClosed":
    case "refuse":
      return [];
    default:
      return decision satisfies never;
  }
}

/** Files of an earlier delivery that are no longer delivered, but still on the default branch. */
export function obsoleteFiles({ files, memory }: Delivery, { repository, base }: Remote): readonly Message[] {
  const paths = [...memory.asked.keys()].filter(
    (path) => base.tree.has(path) && !files.some((file) => file.path === path),
  );
  if (paths.length === 0) return [];
  return [
    warning(
      `${repository}: ${inWords(paths)} ${paths.length === 1 ? "is" : "are"} no longer delivered, but still on ${base.name}. Slipway deletes nothing there: remove what is not needed.`,
    ),
  ];
}

/** What a destroy leaves behind. */
export function destroyMessages({ branch }: Removal, repository: string): readonly Message[] {
  if (branch.kind === "others") {
    return [
      warning(
        `${repository}: the pull request and the branch stay, because the stack ${branch.stack} now delivers there.`,
      ),
    ];
  }
  if (branch.kind !== "keep") return [];
  const commits = branch.commits.map(({ sha, title }) => `${sha.slice(0, 7)} "${title}"`);
  return [
    warning(
      `${repository}: the branch ${BRANCH} stays, because it has commits of others: ${inWords(commits)}. Delete it when they are not needed.`,
    ),
  ];
}

function info(text: string): Message {
  return { severity: "info", text };
}

function warning(text: string): Message {
  return { severity: "warning", text };
}

function count({ length }: readonly Change[]): string {
  return length === 1 ? "1 file" : `${length} files`;
}

function list(changes: readonly Change[]): string {
  return inWords(changes.map(({ file, kind }) => `${file.path} (${kind === "added" ? "new" : "changed"})`));
}
