import type { DeliveredFile } from "../../plan/delivery-plan.js";
import { isMadeFor } from "../../pipeline/header.js";
import { contentDrift } from "../drift/content-drift.js";
import type { Delivery } from "./delivery.js";
import type { PullRequest, Remote } from "./remote.js";
import { entryOf, isSame, type Tree, type TreeEntry } from "./tree.js";

/** A delivered file that differs on the default branch. */
export interface Change {
  readonly file: DeliveredFile;
  readonly kind:
    /** The default branch lacks it. */
    | "added"
    /** Slipway delivered what is there, and it is unchanged. */
    | "updated"
    /** It is Slipway's, and not as Slipway ever put it there: edited, or rendered by hand. */
    | "edited"
    /** A person's, which the configuration gives to Slipway. */
    | "replaced"
    /** A person's. */
    | "foreign";
  /** The difference in words, if it was examined. */
  readonly detail?: string;
}

/** How the files of the default branch differ from those delivered; empty if they are equal. */
export function changesOf({ base, contents, pullRequests }: Remote, delivery: Delivery): readonly Change[] {
  return delivery.files.flatMap((file) => {
    const found = base.tree.get(file.path);
    if (found === undefined) return { file, kind: "added" as const };
    const wanted = entryOf(file);
    if (isSame(found, wanted)) return [];
    const content = contents.get(file.path);
    const kind = kindOf(file.path, found, delivery, pullRequests, content);
    if (kind === "updated") return { file, kind };
    if (found.mode !== wanted.mode) {
      return { file, kind, detail: file.executable ? "not executable" : "executable" };
    }
    return { file, kind, ...(content && { detail: contentDrift(file, content).what }) };
  });
}

/** What a differing file is to Slipway. `content` is its text, if read. */
function kindOf(
  path: string,
  found: TreeEntry,
  { system, memory, replaceFiles }: Delivery,
  pullRequests: readonly PullRequest[],
  content: Buffer | undefined,
): Exclude<Change["kind"], "added"> {
  const merged = pullRequests.flatMap(({ state, record }) =>
    state === "merged" ? (record?.get(path) ?? []) : [],
  );
  if ([...merged, memory.asked.get(path)].some((entry) => isSame(entry, found))) return "updated";
  if (merged.length > 0 || memory.owned.has(path)) return "edited";
  if (content !== undefined && isMadeFor(system, content.toString())) return "edited";
  return replaceFiles.has(path) ? "replaced" : "foreign";
}

/** Path → id of the delivered files that differ on the default branch and whose content must be read. */
export function filesToRead(
  base: Tree,
  delivery: Delivery,
  pullRequests: readonly PullRequest[],
): readonly (readonly [path: string, sha: string])[] {
  return delivery.files.flatMap((file) => {
    const found = base.get(file.path);
    if (found === undefined || !found.mode.startsWith("100") || isSame(found, entryOf(file))) return [];
    const kind = kindOf(file.path, found, delivery, pullRequests, undefined);
    return kind === "updated" ? [] : [[file.path, found.sha] as const];
  });
}
