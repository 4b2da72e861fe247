import Table from "cli-table3";
import type { Orphan, Pruning } from "../github/packages/prune-package.js";

/** More would hide the rest of the output. */
const MAX_REASONS = 10;

/** What was found in one package, and what was done, for a terminal. */
export function pruneReport(pruning: Pruning, days: number): string {
  const { orphans, broken } = pruning;
  return [
    `${pruning.package}: ${inWords(pruning, days)}`,
    ...firstOf(pruning.reasons).map((reason) => `  ${reason}`),
    ...broken.map(
      ({ digest, tags, missing }) =>
        `  ${tags.join(", ") || digest} refers to ${missing} deleted versions: push it again`,
    ),
    ...(orphans.length === 0 ? [] : [table(orphans, new Set(pruning.removed))]),
  ].join("\n");
}

function inWords({ outcome, kept, orphans, removed }: Pruning, days: number): string {
  const found = `versions that stay: ${kept}; orphans older than ${days} days: ${orphans.length}`;
  switch (outcome) {
    case "missing":
      return "the package does not exist, or this token may not see it";
    case "refused":
      return `nothing may be deleted, because not everything is known`;
    case "planned":
      return orphans.length === 0 ? found : `${found}; --execute deletes them`;
    case "pruned":
      return `${found}; deleted: ${removed.length}`;
    case "stopped":
      return `${found}; deleted: ${removed.length}, then stopped at a surprise`;
    default:
      return outcome satisfies never;
  }
}

function firstOf(reasons: readonly string[]): string[] {
  const more = reasons.length - MAX_REASONS;
  return [...reasons.slice(0, MAX_REASONS), ...(more > 0 ? [`… and ${more} more`] : [])];
}

function table(orphans: readonly Orphan[], removed: ReadonlySet<string>): string {
  const rows = new Table({
    head: ["orphan", "last changed", "size", "why"],
    style: { head: [], border: [] },
    // No line between rows.
    chars: { mid: "", "left-mid": "", "mid-mid": "", "right-mid": "" },
  });
  rows.push(
    ...orphans.map(({ digest, changed, bytes, tags }) => [
      digest.slice(0, "sha256:".length + 12),
      changed,
      bytes === 0 ? "" : `${(bytes / 1e6).toFixed(1)} MB`,
      `${removed.has(digest) ? "deleted: " : ""}${tags.length === 0 ? "untagged, and not part of a kept version" : "attached to an orphan"}`,
    ]),
  );
  return rows.toString();
}
