import { ghcrRepository } from "../../catalogue/names.js";
import type { ResolvedSystem } from "../resolved-system.js";

/**
 * What only GHCR's web page can set, one sentence per package: GitHub has no API for access to packages. Empty for a
 * system that publishes elsewhere. Pure.
 */
export function packageChecklist({
  registry,
  images,
  repository: { owner, name },
}: ResolvedSystem): string[] {
  if (registry !== "ghcr") return [];
  const repository = `${owner}/${name}`;
  return [...new Set(images.map(({ spec }) => spec.repository))].map(
    (image) =>
      `After the first publish of ghcr.io/${ghcrRepository(owner, image)}, open https://github.com/${repository}/pkgs/container/${encodeURIComponent(image)} and under "Package settings" check three things: the repository ${repository} is listed under "Manage Actions access" with the role Write; the visibility is right (a new package is private); other repositories and people that pull it are listed.`,
  );
}
