import type { DeliveredFile } from "../delivered-file.js";
import type { Base, DeliveryBranch, PullRequest } from "./remote.js";
import { differingPaths, entryOf, isSame } from "./tree.js";

/**
 * Whether a pull request from the branch would bring every file and, of what Slipway put there, nothing else; and no
 * file that the default branch has changed meanwhile, which would be a conflict.
 */
export function isUpToDate(branch: DeliveryBranch, base: Base, files: readonly DeliveredFile[]): boolean {
  const wanted = new Map(files.map((file) => [file.path, entryOf(file)]));
  const broughtByOthers = new Set(othersPaths(branch));
  const brought = differingPaths(branch.mergeBase.tree, branch.tree);
  return (
    brought.every((path) => wanted.has(path) || broughtByOthers.has(path)) &&
    [...wanted].every(([path, entry]) => {
      const onBase = base.tree.get(path);
      if (isSame(onBase, entry)) return isSame(branch.tree.get(path), entry) || !brought.includes(path);
      return isSame(branch.tree.get(path), entry) && isSame(onBase, branch.mergeBase.tree.get(path));
    })
  );
}

/** Paths at which others' work on the branch would be gone from it, were it made anew from the default branch. */
export function pathsToLose(
  branch: DeliveryBranch,
  base: Base,
  files: readonly DeliveredFile[],
): readonly string[] {
  const wanted = new Map(files.map((file) => [file.path, entryOf(file)]));
  return othersPaths(branch).filter(
    (path) => !isSame(branch.tree.get(path), wanted.get(path) ?? base.tree.get(path)),
  );
}

/** Paths that the branch changes and that are not as Slipway left them. */
function othersPaths({ commits, mergeBase, tree, ownTree }: DeliveryBranch): readonly string[] {
  if (commits.every(({ isOwn }) => isOwn)) return [];
  return differingPaths(mergeBase.tree, tree).filter((path) => !isSame(tree.get(path), ownTree?.get(path)));
}

/** Whether all that is on the branch was merged already, though the branch is still there. */
export function isSpent({ head }: DeliveryBranch, pullRequests: readonly PullRequest[]): boolean {
  return pullRequests.some((request) => request.state === "merged" && request.head === head);
}
