import type { Change } from "./changes.js";
import type { Delivery } from "./delivery.js";
import { stackSentence } from "./owning-stack.js";
import { recordOf, writeRecord } from "./record.js";
import type { Base } from "./remote.js";

const TRAILER = "Slipway-Tree";

/** The message of the one commit that delivers. Its trailer names the commit's own tree: whoever amends it breaks that. */
export function commitMessage(system: string, changes: readonly Change[], tree: string): string {
  const lines = changes.map(({ file, kind }) => `- ${file.path}: ${kind === "added" ? "new" : "changed"}`);
  return [
    title(changes),
    `From systems/${system} of Slipway's catalogue:\n${lines.join("\n")}`,
    `${TRAILER}: ${tree}`,
  ].join("\n\n");
}

/** Whether Slipway made a commit of this message and tree, and nobody has amended or rebased it since. */
export function isOwnCommit(message: string, tree: string): boolean {
  return message.trimEnd().endsWith(`\n${TRAILER}: ${tree}`);
}

/** Of the commit and of the pull request. */
export function title(changes: readonly Change[]): string {
  return changes.length === 1 && changes[0] !== undefined
    ? `Deliver ${changes[0].file.path} from Slipway`
    : `Deliver ${changes.length} files from Slipway`;
}

/** The text of the pull request: what changes, where it comes from, and why it is safe to merge. */
export function pullRequestBody(
  { system, stack, files }: Pick<Delivery, "system" | "stack" | "files">,
  changes: readonly Change[],
  base: Base,
): string {
  const rows = changes.map(
    (change) => `| \`${change.file.path}\` | ${what(change, base)} | ${change.file.source} |`,
  );
  const replaced = changes.filter(({ kind }) => kind === "edited" || kind === "adopted");
  return [
    `Slipway makes these files from its catalogue, \`systems/${system}\`. What is to be otherwise is changed there: an edit here would be put back.`,
    ["| file | what changes | made from |", "| --- | --- | --- |", ...rows].join("\n"),
    "Why it is safe to merge:",
    [
      `- Only the files above change. Nothing is deleted, and whatever else is on \`${base.name}\` stays.`,
      replaced.length === 0
        ? `- No edit of a person is replaced: what changes on \`${base.name}\` is as Slipway delivered it.`
        : `- Replaced is what others wrote in ${replaced.map(({ file }) => `\`${file.path}\``).join(", ")}: look at that first. Git keeps it.`,
      "- The workflows of this branch run for this pull request, so its checks tell whether they work.",
      "- Actions are pinned by commit, and jobs that run for pull requests hold no right to push.",
    ].join("\n"),
    "Closing it means no: Slipway opens another only when there is something else to deliver.",
    stackSentence(stack),
    writeRecord(recordOf(files)),
  ].join("\n\n");
}

function what({ kind, detail }: Change, { name }: Base): string {
  const more = detail === undefined ? "" : ` (${detail})`;
  switch (kind) {
    case "added":
      return "new";
    case "updated":
      return `changed; \`${name}\` has it as it was delivered before`;
    case "edited":
      return `**replaces an edit** on \`${name}\`${more}`;
    case "adopted":
    case "foreign":
      return `**replaces a file of yours**, as slipway:adopt says${more}`;
    default:
      return kind satisfies never;
  }
}
