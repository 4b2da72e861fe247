import type { Retention } from "../configuration/configuration.js";
import type { GithubRepository } from "./access/github-subject.js";
import type { GhcrPackage, ResolvedImage } from "./resolved-system.js";

/** The packages that the images of a system on GHCR are published to, each once. */
export function ghcrPackages(
  system: string,
  { owner, name: repository }: GithubRepository,
  images: readonly ResolvedImage[],
  { days }: Retention,
): GhcrPackage[] {
  return [...new Set(images.map(({ spec }) => spec.repository))].map((name) => ({
    system,
    owner,
    name,
    repository: `${owner}/${repository}`,
    days,
  }));
}
