import { inWords } from "../../src/problems/in-words.js";
import type { Change } from "../../src/delivery/pull-request/changes.js";
import type { Decision } from "../../src/delivery/pull-request/decide.js";
import type { Delivery } from "../../src/delivery/pull-request/delivery.js";
import { BRANCH, type Remote } from "../../src/delivery/pull-request/remote.js";
import type { Removal } from "../../src/delivery/pull-request/removal.js";
import type { Message } from "./engine-log.js";

/** What a user has to know before a delivery: edits that would be replaced, and what was refused. */
export function warningsOn(decision: Decision, { repository, base }: Remote): readonly Message[] {
  switch (decision.kind) {
    case "nothing":
    case "withdraw":
    case "refuse":
      return [];
    case "leaveClosed":
      return [
        {
          severity: "warning",
          text: `${repository}: ${decision.pullRequest.url} brought just this and was closed without merging, so ${base.name} is left without ${list(decision.changes)}. Reopen it if it is to come after all; otherwise change the catalogue, or set slipway:delivery to off.`,
        },
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
  if (kind !== "edited" && kind !== "adopted") return [];
  const whose =
    kind === "edited"
      ? "is not as Slipway delivered it"
      : "is a person's, and slipway:replaceFiles gives it away";
  return [
    {
      severity: "warning",
      text: `${repository}: ${file.path} on ${branch} ${whose} (${detail}). The pull request replaces it; what is to stay belongs in ${file.source}.`,
    },
  ];
}

/** What a preview says would be done. */
export function intention(decision: Decision, { repository }: Remote): readonly Message[] {
  switch (decision.kind) {
    case "open":
      return [info(`${repository}: a pull request would be opened for ${list(decision.changes)}.`)];
    case "update":
      return [info(`${decision.pullRequest.url} would be brought up to date: ${list(decision.changes)}.`)];
    case "withdraw":
      return [info(`${decision.pullRequest.url} would be closed: it has nothing more to bring.`)];
    case "nothing":
    case "leaveClosed":
    case "refuse":
      return [];
    default:
      return decision satisfies never;
  }
}

/** What was done. */
export function deed(
  decision: Decision,
  { repository }: Remote,
  pullRequest: string | undefined,
): readonly Message[] {
  switch (decision.kind) {
    case "open":
      return [info(`${repository}: ${count(decision.changes)} for review in ${pullRequest ?? ""}`)];
    case "update":
      return [info(`${repository}: ${decision.pullRequest.url} was brought up to date.`)];
    case "withdraw":
      return [info(`${decision.pullRequest.url} was closed: it had nothing more to bring.`)];
    case "nothing":
    case "leaveClosed":
    case "refuse":
      return [];
    default:
      return decision satisfies never;
  }
}

/** What is left of an earlier delivery on the default branch, and is delivered no longer. */
export function leftovers({ files, memory }: Delivery, { repository, base }: Remote): readonly Message[] {
  const paths = [...memory.asked.keys()].filter(
    (path) => base.tree.has(path) && !files.some((file) => file.path === path),
  );
  if (paths.length === 0) return [];
  return [
    {
      severity: "warning",
      text: `${repository}: ${inWords(paths)} ${paths.length === 1 ? "is" : "are"} delivered no longer and still on ${base.name}. Slipway deletes nothing there: remove what is not needed.`,
    },
  ];
}

/** What a destroy leaves behind. */
export function remains({ branch }: Removal, repository: string): readonly Message[] {
  if (branch.kind === "others") {
    const text = `${repository}: the pull request and the branch stay, because the stack ${branch.stack} delivers there by now.`;
    return [{ severity: "warning", text }];
  }
  if (branch.kind !== "keep") return [];
  const commits = branch.commits.map(({ sha, title }) => `${sha.slice(0, 7)} "${title}"`);
  return [
    {
      severity: "warning",
      text: `${repository}: the branch ${BRANCH} stays, because others' commits are on it: ${inWords(commits)}. Delete it when they are not needed.`,
    },
  ];
}

function info(text: string): Message {
  return { severity: "info", text };
}

function count({ length }: readonly Change[]): string {
  return length === 1 ? "1 file" : `${length} files`;
}

function list(changes: readonly Change[]): string {
  return inWords(changes.map(({ file, kind }) => `${file.path} (${kind === "added" ? "new" : "changed"})`));
}
