import { sharedVariableProblems } from "./argument-problems.js";
import { repeated } from "./group-by.js";
import { imageProblems } from "./image-problems.js";
import { isGithubRepositoryName } from "./names.js";
import { type Problem, unless } from "../problems/problem.js";
import { isRefFilter } from "./ref-filter.js";
import type { System } from "./system.js";

/** The problems of one system, in any stack: everything that would fail in a build or in CI. */
export function problemsOfSystem(system: System): Problem[] {
  const { name, repository, releaseTags, images } = system;
  return [
    ...unless(isGithubRepositoryName(repository), {
      where: `systems/${name}, repository`,
      expected: "a repository's name as GitHub spells it: letters, digits, . _ and -",
      found: JSON.stringify(repository),
      fix: "copy it from the repository's URL, without the owner",
    }),
    ...unless(isRefFilter(releaseTags), {
      where: `systems/${name}, releaseTags`,
      expected: "a GitHub filter pattern that matches something, such as v* or [0-9]+.[0-9]+.[0-9]+",
      found: JSON.stringify(releaseTags),
      fix: "correct it in the catalogue",
    }),
    ...repeated(images, ({ id }) => id).map(([id, group]) => ({
      where: `systems/${name}, images`,
      expected: "one image per id",
      found: `${JSON.stringify(id)} ${group.length} times`,
      fix: "give each image its own id",
    })),
    ...images.flatMap((image) => imageProblems(image, system)),
    ...sharedVariableProblems(system),
  ];
}
