import type { Change } from "../../src/delivery/pull-request/changes.js";
import type { DeliveryDecision } from "../../src/delivery/pull-request/decide.js";
import type { Delivered, Examination } from "../../src/delivery/pull-request/deliver.js";
import type { Delivery } from "../../src/delivery/pull-request/delivery.js";
import { BRANCH, type Remote } from "../../src/delivery/pull-request/remote.js";
import type { Removal } from "../../src/delivery/pull-request/removal.js";
import { inWords } from "../../src/problems/in-words.js";

/** A message about a resource. */
export interface Message {
  readonly severity: "info" | "warning";
  readonly text: string;
}

/** What a preview says after an examination, and an `up` after a delivery. */
export function deliveryMessages(delivery: Delivery, result: Examination | Delivered): readonly Message[] {
  const { decision, remote } = result;
  const outcome = outcomeOf(decision, remote.repository, "pullRequest" in result ? result : undefined);
  return [
    ...warningsOn(decision, remote),
    ...(outcome === undefined ? [] : [{ severity: "info" as const, text: outcome }]),
    ...obsoleteFiles(delivery, remote),
  ];
}

/** Warnings before a delivery: edits that it replaces, and a pull request that a person closed. */
export function warningsOn(decision: DeliveryDecision, { repository, base }: Remote): readonly Message[] {
  switch (decision.kind) {
    case "nothing":
    case "withdraw":
    case "refuse":
      return [];
    case "leaveClosed":
      return warn(
        `${repository}: ${decision.pullRequest.url} with exactly these files was closed without merging, so ${base.name} stays without ${list(decision.changes)}. Reopen it to deliver them; otherwise change the catalogue, or set slipway:delivery to off.`,
      );
    case "open":
    case "update":
      return decision.changes.flatMap(({ file, kind, detail = "changed" }) => {
        if (kind !== "edited" && kind !== "replaced") return [];
        const whose =
          kind === "edited"
            ? "differs from Slipway's delivery"
            : "is a person's file, listed in slipway:replaceFiles";
        return warn(
          `${repository}: ${file.path} on ${base.name} ${whose} (${detail}). The pull request replaces it; add what should stay to ${file.source}.`,
        );
      });
    default:
      return decision satisfies never;
  }
}

function outcomeOf(
  decision: DeliveryDecision,
  repository: string,
  delivered: Delivered | undefined,
): string | undefined {
  switch (decision.kind) {
    case "open": {
      const { changes } = decision;
      if (delivered === undefined)
        return `${repository}: a pull request would be opened for ${list(changes)}.`;
      const count = changes.length === 1 ? "1 file" : `${changes.length} files`;
      return `${repository}: ${count} for review in ${delivered.pullRequest ?? ""}`;
    }
    case "update":
      return delivered === undefined
        ? `${decision.pullRequest.url} would be updated: ${list(decision.changes)}.`
        : `${repository}: ${decision.pullRequest.url} was updated.`;
    case "withdraw":
      return `${decision.pullRequest.url} ${delivered ? "was" : "would be"} closed: nothing is left to deliver.`;
    case "nothing":
    case "leaveClosed":
    case "refuse":
      return undefined;
    default:
      return decision satisfies never;
  }
}

/** Files of an earlier delivery that are no longer delivered, but still on the default branch. */
function obsoleteFiles({ files, memory }: Delivery, { repository, base }: Remote): readonly Message[] {
  const paths = [...memory.asked.keys()].filter(
    (path) => base.tree.has(path) && !files.some((file) => file.path === path),
  );
  if (paths.length === 0) return [];
  return warn(
    `${repository}: ${inWords(paths)} ${paths.length === 1 ? "is" : "are"} no longer delivered, but still on ${base.name}. Slipway deletes nothing there: remove what is not needed.`,
  );
}

/** What a destroy leaves behind. */
export function destroyMessages({ branch }: Removal, repository: string): readonly Message[] {
  if (branch.kind === "others") {
    return warn(
      `${repository}: the pull request and the branch stay, because the stack ${branch.stack} now delivers there.`,
    );
  }
  if (branch.kind !== "keep") return [];
  const commits = branch.commits.map(({ sha, title }) => `${sha.slice(0, 7)} "${title}"`);
  return warn(
    `${repository}: the branch ${BRANCH} stays, because it has commits of others: ${inWords(commits)}. Delete it when they are not needed.`,
  );
}

function warn(text: string): readonly Message[] {
  return [{ severity: "warning", text }];
}

function list(changes: readonly Change[]): string {
  return inWords(changes.map(({ file, kind }) => `${file.path} (${kind === "added" ? "new" : "changed"})`));
}
