import { ghcrRepository } from "../catalogue/names.js";
import type { Configuration } from "../configuration/configuration.js";
import { inWords } from "../problems/in-words.js";
import type { ResolvedSystem } from "./resolved-system.js";

/** What is left for a person to do, one sentence each. Pure. */
export function toDo(
  { repositorySettings }: Pick<Configuration, "repositorySettings">,
  systems: readonly ResolvedSystem[],
): string[] {
  const isManaged = repositorySettings.kind === "managed";
  const unbuilt = systems.filter(({ checkout }) => checkout === undefined);
  const untagged = systems
    .filter(({ checkout }) => checkout !== undefined)
    .flatMap(({ name, images }) =>
      images.filter(({ tags }) => tags.length === 0).map(({ spec }) => `${name}/${spec.id}`),
    );
  return [
    ...(unbuilt.length === 0
      ? []
      : [
          `This stack builds no images of ${inWords(unbuilt.map(({ name }) => name))}: name the sources in slipway:checkouts, or leave them to CI.`,
        ]),
    ...untagged.map(
      (image) =>
        `This stack does not build ${image}, because its tags name branches, commits and releases: set slipway:release, or leave it to CI.`,
    ),
    ...systems.flatMap((system) => forAccess(system, isManaged)),
    ...(isManaged ? systems.flatMap(forPackages) : []),
    ...systems
      .filter(({ host }) => host.kind === "ecr")
      .map(({ name }) => `Redeploy what runs ${name} after an image changed; pushing does not restart it.`),
  ];
}

/** Before a system's CI can push with its role. `isManaged`: the stack sets Actions variables itself. */
function forAccess({ roles }: ResolvedSystem, isManaged: boolean): string[] {
  return roles.flatMap(({ trusted }) => {
    if (trusted.kind !== "github") return [];
    const { owner, name, ids } = trusted.repository;
    const variables = `Set the Actions variables AWS_ROLE_ARN and AWS_REGION of ${owner}/${name}; the stack's output roles has the first.`;
    const numbers = `Add the ids of ${owner}/${name} to githubIds in slipway:ciAccess: without them its role rejects a repository created, renamed or moved since 15 July 2026, and trusts whoever takes over the name later. \`gh api repos/${owner}/${name} --jq '{owner: .owner.id, repository: .id}'\` prints them.`;
    return [...(isManaged ? [] : [variables]), ...(ids === undefined ? [numbers] : [])];
  });
}

/** What only GHCR's web page can set: GitHub has no API for access to packages. */
function forPackages({ registry, images, repository: { owner, name } }: ResolvedSystem): string[] {
  if (registry !== "ghcr") return [];
  const repository = `${owner}/${name}`;
  return [...new Set(images.map(({ spec }) => spec.repository))].map(
    (image) =>
      `After the first publish of ghcr.io/${ghcrRepository(owner, image)}, open https://github.com/${repository}/pkgs/container/${encodeURIComponent(image)} and under "Package settings" check three things: the repository ${repository} is listed under "Manage Actions access" with the role Write; the visibility is right (a new package is private); other repositories and people that pull it are listed.`,
  );
}
