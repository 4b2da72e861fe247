import { inWords } from "../../problems/in-words.js";
import type { Problem } from "../../problems/problem.js";
import type { Change } from "./changes.js";
import type { Delivery } from "./delivery.js";
import { BRANCH, type DeliveryBranch, type PullRequest, type Remote } from "./remote.js";
import { claimOn } from "./owning-stack.js";
import { obstacleAt } from "./tree.js";

/** Why changes cannot be delivered, all at once. */
export function deliveryProblems(remote: Remote, changes: readonly Change[], system: string): Problem[] {
  return [
    ...archived(remote),
    ...branchIsDefault(remote),
    ...changes.flatMap((change) => obstacle(remote, change, system)),
    ...changes.flatMap((change) => foreign(remote, change, system)),
  ];
}

/** The repository has another name by now, where what was asked for is only an old one. */
export function renamedProblem({ repository }: Remote, { target, system }: Delivery): Problem | undefined {
  const asked = `${target.owner}/${target.repo}`;
  if (repository.toLowerCase() === asked.toLowerCase()) return undefined;
  return {
    where: asked,
    expected: "the name that the repository has",
    found: `${repository}, which it was renamed or moved to`,
    fix: `correct repository in systems/${system}, or slipway:owner`,
  };
}

/** Another stack delivers here: each would undo, run by run, what the other brought. */
export function otherStackProblem(
  { repository, pullRequests }: Remote,
  { stack }: Delivery,
): Problem | undefined {
  const claim = claimOn(pullRequests);
  if (claim === undefined || claim.stack === stack) return undefined;
  return {
    where: `${repository}, ${claim.pullRequest.url}`,
    expected: `a pull request of ${stack}, because one stack delivers to a repository`,
    found: `one of ${claim.stack}`,
    fix: `set slipway:delivery to off in one of the two; ${claim.stack} lets go when it is off there and \`pulumi up\` has run, or when its name is taken out of the pull request's text`,
  };
}

function archived({ repository, isArchived }: Remote): Problem[] {
  if (!isArchived) return [];
  return [
    {
      where: repository,
      expected: "a repository that takes pull requests",
      found: "an archived one",
      fix: "unarchive it in its settings, or take its system out of slipway:systems",
    },
  ];
}

function branchIsDefault({ repository, base }: Remote): Problem[] {
  if (base.name !== BRANCH) return [];
  return [
    {
      where: `${repository}, default branch`,
      expected: `another branch than ${BRANCH}, which is Slipway's own`,
      found: base.name,
      fix: "choose another default branch in the repository's settings",
    },
  ];
}

function obstacle({ repository, base }: Remote, { file }: Change, system: string): Problem[] {
  const found = obstacleAt(base.tree, file.path);
  if (found === undefined) return [];
  return [
    {
      where: `${repository}, ${found.on} on ${base.name}`,
      expected: `what lets ${file.path} be a file`,
      found: found.found,
      fix: `remove it there, or take ${file.path} out of systems/${system}`,
    },
  ];
}

function foreign({ repository, base }: Remote, { file, kind }: Change, system: string): Problem[] {
  if (kind !== "foreign" || obstacleAt(base.tree, file.path) !== undefined) return [];
  return [
    {
      where: `${repository}, ${file.path} on ${base.name}`,
      expected: "a file that Slipway made or delivered, or none",
      found: "a file that a person owns",
      fix: `compare it with ${file.source}; to let Slipway replace it, add ${system}/${file.path} to slipway:adopt`,
    },
  ];
}

/** Others have worked on Slipway's branch, and what they did would be gone from it. */
export function lossProblem(
  { repository }: Remote,
  { commits }: DeliveryBranch,
  paths: readonly string[],
  open: PullRequest | undefined,
): Problem {
  const others = commits.filter(({ isOwn }) => !isOwn);
  const list = others.map(({ sha, title, author }) => `${sha.slice(0, 7)} "${title}" by ${author}`);
  const first =
    open === undefined
      ? "move the commits to another branch"
      : `merge or close #${open.number}, or move the commits`;
  return {
    where: `${repository}, branch ${BRANCH}`,
    expected: `Slipway's commits alone, because ${inWords(paths)} would be made anew`,
    found: inWords(list),
    fix: `${first}; what is to stay belongs in the catalogue; then delete the branch and run \`pulumi up\``,
  };
}
