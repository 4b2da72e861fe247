import type { Pin } from "./pin.js";

/** A line of a workflow file that runs an action. */
export interface Use {
  /** File and line, for people. */
  readonly where: string;
  /** `owner/repository`, with a folder where the action lives in one. */
  readonly action: string;
  /** `undefined` if the line lacks a commit or a version comment. */
  readonly pin: Pin | undefined;
  /** The text after `uses:`. */
  readonly text: string;
}

/** Accepts only release numbers, so nothing else gets from a workflow file into the table. */
const PINNED = /^(?<action>[\w.-]+\/[\w./-]+)@(?<commit>[0-9a-f]{40}) +# *(?<version>v\d+(?:\.\d+){0,2})$/;

/** The actions that a workflow file runs, in order, without the repository's own (`./…`). */
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
