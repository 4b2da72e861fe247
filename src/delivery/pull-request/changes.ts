import { contentDrift } from "../drift/content-drift.js";
import type { DeliveredFile } from "../../plan/delivery-plan.js";
import { type Evidence, originOf } from "./origin.js";
import type { Remote } from "./remote.js";
import { entryOf, isSame } from "./tree.js";

/** A delivered file that differs on the default branch. */
export interface Change {
  readonly file: DeliveredFile;
  /**
   * Why: missing; an earlier delivery; someone's edit of one; a person's own file, with or without permission to
   * replace it.
   */
  readonly kind: "added" | "updated" | "edited" | "replaced" | "foreign";
  /** The difference in words, if it was examined. */
  readonly detail?: string;
}

/** How the files of the default branch differ from those delivered; empty if they are equal. */
export function changesOf(
  { base, contents }: Remote,
  files: readonly DeliveredFile[],
  evidence: Evidence,
): readonly Change[] {
  return files.flatMap((file) => {
    const found = base.tree.get(file.path);
    if (found === undefined) return { file, kind: "added" as const };
    const wanted = entryOf(file);
    if (isSame(found, wanted)) return [];
    const content = contents.get(file.path);
    const origin = originOf(file.path, found, evidence, content);
    if (origin === "delivered") return { file, kind: "updated" as const };
    if (found.mode !== wanted.mode) {
      return { file, kind: origin, detail: file.executable ? "not executable" : "executable" };
    }
    return content === undefined
      ? { file, kind: origin }
      : { file, kind: origin, detail: contentDrift(file, content).what };
  });
}
