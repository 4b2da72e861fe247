import type { DeliveredFile } from "../../plan/delivery-plan.js";
import type { Base, DeliveryBranch, PullRequest } from "./remote.js";
import { differingPaths, entryOf, isSame } from "./tree.js";

/**
 * Whether a pull request from the branch would deliver every file and nothing else of Slipway's, and no file that the
 * default branch changed meanwhile, which would conflict.
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

/** Paths where a rebuild of the branch would discard other people's commits. */
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

/** Paths that others changed on the branch. */
function othersPaths({ commits, mergeBase, tree, ownTree }: DeliveryBranch): readonly string[] {
  if (commits.every(({ isOwn }) => isOwn)) return [];
  return differingPaths(mergeBase.tree, tree).filter((path) => !isSame(tree.get(path), ownTree?.get(path)));
}

/** Whether everything on the branch is merged, although the branch still exists. */
export function isSpent({ head }: DeliveryBranch, pullRequests: readonly PullRequest[]): boolean {
  return pullRequests.some((request) => request.state === "merged" && request.head === head);
}
