import { sharedVariableProblems } from "./argument-problems.js";
import { groupBy } from "./group-by.js";
import { imageProblems } from "./image-problems.js";
import { isGithubRepositoryName } from "./names.js";
import type { Problem } from "../problems/problem.js";
import { isRefFilter } from "./ref-filter.js";
import type { System } from "./system.js";

/** The problems of one system, in any stack: everything that would fail in a build or in CI. */
export function problemsOfSystem(system: System): Problem[] {
  return [
    ...repositoryProblems(system),
    ...releaseTagsProblems(system),
    ...doubledIds(system),
    ...system.images.flatMap((image) => imageProblems(image, system)),
    ...sharedVariableProblems(system),
  ];
}

function repositoryProblems({ name, repository }: System): Problem[] {
  if (isGithubRepositoryName(repository)) return [];
  return [
    {
      where: `systems/${name}, repository`,
      expected: "a repository's name as GitHub spells it: letters, digits, . _ and -",
      found: JSON.stringify(repository),
      fix: "copy it from the repository's URL, without the owner",
    },
  ];
}

function releaseTagsProblems({ name, releaseTags }: System): Problem[] {
  if (isRefFilter(releaseTags)) return [];
  return [
    {
      where: `systems/${name}, releaseTags`,
      expected: "a GitHub filter pattern that matches something, such as v* or [0-9]+.[0-9]+.[0-9]+",
      found: JSON.stringify(releaseTags),
      fix: "correct it in the catalogue",
    },
  ];
}

function doubledIds({ name, images }: System): Problem[] {
  return [...groupBy(images, ({ id }) => id)]
    .filter(([, group]) => group.length > 1)
    .map(([id, group]) => ({
      where: `systems/${name}, images`,
      expected: "one image per id",
      found: `${JSON.stringify(id)} ${group.length} times`,
      fix: "give each image its own id",
    }));
}
