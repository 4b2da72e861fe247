import { coerce, lt } from "semver";
import { groupBy } from "../../catalogue/group-by.js";
import type { Problem } from "../../problems/problem.js";
import { type Pin, actionRepository } from "./pin.js";
import type { Use } from "./uses.js";

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
  if (known === undefined) {
    return [
      {
        where,
        expected: "an action of src/catalogue/actions.ts",
        found: action,
        fix: "remove the step, or add the action to the table and the step to the workflow there",
      },
    ];
  }
  if (pin === undefined) {
    return [
      {
        where,
        expected: `${action}@COMMIT # vN.N.N, the commit in full`,
        found: text,
        fix: "pin it to a release's commit, with the release in a comment",
      },
    ];
  }
  if (pin.version === known.version && pin.commit !== known.commit) {
    return [
      {
        where,
        expected: `${known.commit}, as src/catalogue/actions.ts has it for ${known.version}`,
        found: pin.commit,
        fix: "find out who changed the line: a release has one commit, and `slipway pins` asks GitHub for it",
      },
    ];
  }
  const [ours, theirs] = [coerce(known.version), coerce(pin.version)];
  if (ours === null || theirs === null || !lt(theirs, ours)) return [];
  return [
    {
      where,
      expected: `${known.version} or newer, as in src/catalogue/actions.ts`,
      found: pin.version,
      fix: "the checkout is outdated: render its files again",
    },
  ];
}
