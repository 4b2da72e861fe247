import { inWords } from "../../problems/in-words.js";
import type { Problem } from "../../problems/problem.js";
import type { Change } from "./changes.js";
import type { Delivery } from "./delivery.js";
import { claimOn } from "./message.js";
import { BRANCH, type DeliveryBranch, type PullRequest, type Remote } from "./remote.js";
import { obstacleAt } from "./tree.js";

/**
 * Why the repository is not this delivery's: it was renamed, so that the configured name is an old one, or another
 * stack delivers there, and each would undo the other's files.
 */
export function ownershipProblem(
  { repository, pullRequests }: Remote,
  { target, system, stack }: Delivery,
): Problem | undefined {
  const asked = `${target.owner}/${target.repo}`;
  if (repository.toLowerCase() !== asked.toLowerCase()) {
    return {
      where: asked,
      expected: "the repository's current name",
      found: `an old name: it was renamed or moved to ${repository}`,
      fix: `correct repository in systems/${system}, or slipway:owner`,
    };
  }
  const claim = claimOn(pullRequests);
  if (claim === undefined || claim.stack === stack) return undefined;
  return {
    where: `${repository}, ${claim.pullRequest.url}`,
    expected: `a pull request of ${stack}, because one stack delivers to a repository`,
    found: `one of ${claim.stack}`,
    fix: `set slipway:delivery to off in one of the two; ${claim.stack} releases the repository with the next \`pulumi up\` there, or when its name is removed from the pull request's text`,
  };
}

/** Every reason why changes cannot be delivered. */
export function deliveryProblems(remote: Remote, changes: readonly Change[], system: string): Problem[] {
  const { repository, isArchived, base } = remote;
  const problems: Problem[] = [];
  if (isArchived) {
    problems.push({
      where: repository,
      expected: "a repository that takes pull requests",
      found: "an archived repository",
      fix: "unarchive it in its settings, or remove its system from slipway:systems",
    });
  }
  if (base.name === BRANCH) {
    problems.push({
      where: `${repository}, default branch`,
      expected: `a branch other than ${BRANCH}, which is Slipway's own`,
      found: base.name,
      fix: "choose another default branch in the repository's settings",
    });
  }
  return [...problems, ...changes.flatMap((change) => changeProblem(remote, change, system) ?? [])];
}

function changeProblem(
  { repository, base }: Remote,
  { file, kind }: Change,
  system: string,
): Problem | undefined {
  const obstacle = obstacleAt(base.tree, file.path);
  if (obstacle !== undefined) {
    return {
      where: `${repository}, ${obstacle.on} on ${base.name}`,
      expected: `nothing that prevents the file ${file.path}`,
      found: obstacle.found,
      fix: `remove it there, or remove ${file.path} from systems/${system}`,
    };
  }
  if (kind !== "foreign") return undefined;
  return {
    where: `${repository}, ${file.path} on ${base.name}`,
    expected: "a file that Slipway delivered, or none",
    found: "a person's file",
    fix: `compare it with ${file.source}; to let Slipway replace it, add ${system}/${file.path} to slipway:replaceFiles`,
  };
}

/** Reports commits of others on Slipway's branch that a rebuild would discard. */
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
    expected: `only Slipway's commits, because it would overwrite ${inWords(paths)}`,
    found: inWords(list),
    fix: `${first}, and add lasting changes to the catalogue; then delete the branch and run \`pulumi up\``,
  };
}
