import type { DeliveredFile } from "../../plan/delivery-plan.js";
import { isMadeFor } from "../../pipeline/header.js";
import type { PullRequest } from "./remote.js";
import { entryOf, isSame, type Tree, type TreeEntry } from "./tree.js";

/** What the stack's state records of the last delivery. Everything else is read from GitHub. */
export interface Memory {
  /** Path → what was delivered. */
  readonly asked: Tree;
  /** Paths on the default branch that were Slipway's. */
  readonly owned: ReadonlySet<string>;
}

export const NO_MEMORY: Memory = { asked: new Map(), owned: new Set() };

/** Where a file on the default branch comes from. */
export type GitOrigin =
  /** Slipway delivered it, and it is unchanged. */
  | "delivered"
  /** It is Slipway's, and not as Slipway ever put it there: edited, or rendered by hand. */
  | "edited"
  /** A person's, which the configuration gives to Slipway. */
  | "replaced"
  /** A person's. */
  | "foreign";

/** What shows where a file comes from. */
export interface Evidence {
  readonly system: string;
  readonly memory: Memory;
  readonly pullRequests: readonly PullRequest[];
  /** Paths that `slipway:replaceFiles` names. */
  readonly replaceFiles: ReadonlySet<string>;
}

/** Determines where a file comes from. `content` is its text, if read. */
export function originOf(
  path: string,
  found: TreeEntry,
  { system, memory, pullRequests, replaceFiles }: Evidence,
  content: Buffer | undefined,
): GitOrigin {
  const merged = pullRequests.flatMap(({ state, record }) =>
    state === "merged" ? (record?.get(path) ?? []) : [],
  );
  if ([...merged, memory.asked.get(path)].some((entry) => isSame(entry, found))) return "delivered";
  if (merged.length > 0 || memory.owned.has(path)) return "edited";
  if (content !== undefined && isMadeFor(system, content.toString())) return "edited";
  return replaceFiles.has(path) ? "replaced" : "foreign";
}

/** Delivered files that differ on the default branch and whose content must be read. */
export function filesToRead(
  base: Tree,
  files: readonly DeliveredFile[],
  evidence: Evidence,
): readonly { readonly path: string; readonly sha: string }[] {
  return files.flatMap((file) => {
    const found = base.get(file.path);
    if (found === undefined || !found.mode.startsWith("100") || isSame(found, entryOf(file))) return [];
    return originOf(file.path, found, evidence, undefined) === "delivered"
      ? []
      : [{ path: file.path, sha: found.sha }];
  });
}
