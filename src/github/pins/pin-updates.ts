import { coerce, lt } from "semver";
import { groupBy } from "../../catalogue/group-by.js";
import type { Problem } from "../../problems/problem.js";
import { type Pin, actionRepository } from "./pin-state.js";

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

/** The result of comparing workflow files' pins with the table. With a problem, no pin is accepted. */
export interface PinUpdates {
  /** Action of the table → its new pin. */
  readonly bumps: ReadonlyMap<string, Pin>;
  readonly problems: readonly Problem[];
}

/**
 * Compares the pins of workflow files with the table. All actions of one repository change together, because they are
 * one release. Disagreeing files, older releases, another commit for the same release and unpinned actions are
 * problems. Pure.
 */
export function pinUpdatesOf(uses: readonly Use[], table: Readonly<Record<string, Pin>>): PinUpdates {
  const problems = uses.flatMap((use) => useProblems(use, table));
  const bumps = new Map<string, Pin>();
  for (const [repository, group] of groupBy(uses, ({ action }) => actionRepository(action))) {
    const pinned = groupBy(
      group.filter(({ pin }) => pin !== undefined),
      ({ pin }) => `${pin?.commit ?? ""} ${pin?.version ?? ""}`,
    );
    if (pinned.size > 1) {
      problems.push({
        where: repository,
        expected: "one release in all files",
        found: [...pinned.values()]
          .flatMap(([use]) => use && `${use.pin?.version ?? ""} in ${use.where}`)
          .join(", "),
        fix: "merge Dependabot's whole pull request first",
      });
      continue;
    }
    const [[use] = []] = pinned.values();
    if (use?.pin === undefined) continue;
    for (const [action, pin] of Object.entries(table)) {
      if (actionRepository(action) !== repository || pin.commit === use.pin.commit) continue;
      bumps.set(action, use.pin);
    }
  }
  return { bumps, problems };
}

function useProblems({ where, action, pin, text }: Use, table: Readonly<Record<string, Pin>>): Problem[] {
  const known = table[action];
  const problem = (expected: string, found: string, fix: string) => [{ where, expected, found, fix }];
  if (known === undefined) {
    const fix = "remove the step, or add the action to the table and the step to the workflow there";
    return problem("an action of src/catalogue/actions.ts", action, fix);
  }
  if (pin === undefined) {
    const expected = `${action}@COMMIT # vN.N.N, the commit in full`;
    return problem(expected, text, "pin it to a release's commit, with the release in a comment");
  }
  if (pin.version === known.version && pin.commit !== known.commit) {
    const expected = `${known.commit}, as src/catalogue/actions.ts has it for ${known.version}`;
    const fix =
      "find out who changed the line: a release has one commit, and `slipway pins` asks GitHub for it";
    return problem(expected, pin.commit, fix);
  }
  const [ours, theirs] = [coerce(known.version), coerce(pin.version)];
  if (ours === null || theirs === null || !lt(theirs, ours)) return [];
  const expected = `${known.version} or newer, as in src/catalogue/actions.ts`;
  return problem(expected, pin.version, "the checkout is outdated: render its files again");
}

/**
 * src/catalogue/actions.ts with new pins. Only each entry's version and commit change.
 *
 * @throws Error if an action has no entry in Prettier's format.
 */
export function withPins(source: string, pins: ReadonlyMap<string, Pin>): string {
  return [...pins].reduce((text, [action, { version, commit }]) => {
    const name = action.replaceAll(".", "\\.");
    const entry = new RegExp(`("${name}": \\{\\s*version: )"[^"]*"(,\\s*commit: )"[0-9a-f]{40}"`);
    if (!entry.test(text)) throw new Error(`src/catalogue/actions.ts has no entry for ${action}`);
    return text.replace(entry, `$1"${version}"$2"${commit}"`);
  }, source);
}
