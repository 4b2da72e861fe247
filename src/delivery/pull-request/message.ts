import type { Change } from "./changes.js";
import type { Delivery } from "./delivery.js";
import { recordOf, writeRecord } from "./record.js";
import type { Base, PullRequest } from "./remote.js";

const TRAILER = "Slipway-Tree";

/**
 * The message of the delivery's commit. Its trailer names the commit's own tree, so an amended commit no longer
 * matches.
 */
export function commitMessage(system: string, changes: readonly Change[], tree: string): string {
  const lines = changes.map(({ file, kind }) => `- ${file.path}: ${kind === "added" ? "new" : "changed"}`);
  return [
    title(changes),
    `From systems/${system} of Slipway's catalogue:\n${lines.join("\n")}`,
    `${TRAILER}: ${tree}`,
  ].join("\n\n");
}

/** Whether Slipway created a commit with this message and tree, and nobody amended or rebased it. */
export function isOwnCommit(message: string, tree: string): boolean {
  return message.trimEnd().endsWith(`\n${TRAILER}: ${tree}`);
}

/** Of the commit and of the pull request. */
export function title(changes: readonly Change[]): string {
  return changes.length === 1 && changes[0] !== undefined
    ? `Deliver ${changes[0].file.path} from Slipway`
    : `Deliver ${changes.length} files from Slipway`;
}

/** The text of the pull request: what changes, where it comes from, why it is safe to merge. */
export function pullRequestBody(
  { system, stack, files }: Pick<Delivery, "system" | "stack" | "files">,
  changes: readonly Change[],
  base: Base,
): string {
  const rows = changes.map(
    (change) => `| \`${change.file.path}\` | ${what(change, base)} | ${change.file.source} |`,
  );
  const replaced = changes.filter(({ kind }) => kind === "edited" || kind === "replaced");
  return [
    `Slipway generates these files from its catalogue, \`systems/${system}\`. Change them there: an edit here would be reverted.`,
    ["| file | what changes | made from |", "| --- | --- | --- |", ...rows].join("\n"),
    "Why it is safe to merge:",
    [
      `- Only the files above change. Nothing is deleted, and everything else on \`${base.name}\` stays.`,
      replaced.length === 0
        ? `- No person's edit is replaced: the files that change are on \`${base.name}\` as Slipway delivered them.`
        : `- It replaces what others wrote in ${replaced.map(({ file }) => `\`${file.path}\``).join(", ")}: review these files first. Git keeps the old content.`,
      "- The workflows of this branch run for this pull request, so its checks show whether they work.",
      "- Actions are pinned to commits, and jobs that run for pull requests cannot push.",
    ].join("\n"),
    "To decline, close it: Slipway opens another one only when there is something else to deliver.",
    `Delivered by the Pulumi stack \`${stack}\`.`,
    writeRecord(recordOf(files)),
  ].join("\n\n");
}

function what({ kind, detail }: Change, { name }: Base): string {
  const more = detail === undefined ? "" : ` (${detail})`;
  switch (kind) {
    case "added":
      return "new";
    case "updated":
      return `changed; \`${name}\` has the previous delivery`;
    case "edited":
      return `**replaces an edit** on \`${name}\`${more}`;
    case "replaced":
    case "foreign":
      return `**replaces a file of yours**, as slipway:replaceFiles allows${more}`;
    default:
      return kind satisfies never;
  }
}

/** Visible, so that people can remove it to give the repository to another stack. */
const STACK_SENTENCE = /Delivered by the Pulumi stack `([^`]+)`\.\s*/;

/** A pull request that names the stack it is from. */
export interface Claim {
  /** `project/stack`. */
  readonly stack: string;
  readonly pullRequest: PullRequest;
}

/** Which stack delivers to a repository, from its newest pull request; `undefined` if that names none. */
export function claimOn([newest]: readonly PullRequest[]): Claim | undefined {
  if (newest === undefined) return undefined;
  const stack = STACK_SENTENCE.exec(newest.body)?.[1];
  return stack === undefined ? undefined : { stack, pullRequest: newest };
}

/** A pull request's text without its stack: another may deliver. */
export function withoutOwningStack(text: string): string {
  return text.replace(STACK_SENTENCE, "");
}
