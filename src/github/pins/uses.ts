import type { Pin } from "./pin.js";

/** A line of a workflow file that runs an action. */
export interface Use {
  /** File and line, for people. */
  readonly where: string;
  /** `owner/repository`, with a folder where the action lives in one. */
  readonly action: string;
  /** `undefined` where the line names no commit, or no version behind it. */
  readonly pin: Pin | undefined;
  /** What stands behind `uses:`. */
  readonly text: string;
}

/** A release as its authors write it, so nothing else can get from a workflow file into the table. */
const PINNED = /^(?<action>[\w.-]+\/[\w./-]+)@(?<commit>[0-9a-f]{40}) +# *(?<version>v\d+(?:\.\d+){0,2})$/;

/** The actions that a workflow file runs, as their lines stand; those of the repository itself (`./…`) apart. */
export function usesOf(text: string, file: string): Use[] {
  return text.split("\n").flatMap((line, index) => {
    const uses = /^\s*(?:- +)?uses: *(\S.*?)\s*$/.exec(line)?.[1];
    if (uses === undefined || uses.startsWith("./")) return [];
    const { action, commit, version } = PINNED.exec(uses)?.groups ?? {};
    return {
      where: `${file}:${index + 1}`,
      action: action ?? uses.replace(/@.*/, ""),
      pin: commit === undefined || version === undefined ? undefined : { commit, version },
      text: uses,
    };
  });
}
