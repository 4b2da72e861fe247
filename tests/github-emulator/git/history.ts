import type { Objects } from "./objects.js";

/** The commit and everything it comes from, each after those that come from it. */
export function ancestors(objects: Objects, sha: string): ReadonlySet<string> {
  const seen = new Set<string>();
  const done: string[] = [];
  const visit = (commit: string): void => {
    if (seen.has(commit)) return;
    seen.add(commit);
    for (const parent of objects.knownCommit(commit).parents) visit(parent);
    done.push(commit);
  };
  visit(sha);
  return new Set(done.reverse());
}

/** Whether `descendant` comes from `ancestor`, or is it. */
export function isAncestor(objects: Objects, ancestor: string, descendant: string): boolean {
  return ancestors(objects, descendant).has(ancestor);
}

/** The commits of `head` that `base` has not, oldest first, as GitHub lists them. */
export function commitsBetween(objects: Objects, base: string, head: string): readonly string[] {
  const known = ancestors(objects, base);
  return [...ancestors(objects, head)].filter((commit) => !known.has(commit)).reverse();
}

/** The best common ancestor: one that no other common ancestor comes from. `undefined` for unrelated histories. */
export function mergeBase(objects: Objects, a: string, b: string): string | undefined {
  const ofA = ancestors(objects, a);
  // Children stand before their parents, so the first one shared has no shared descendant.
  return [...ancestors(objects, b)].find((commit) => ofA.has(commit));
}
