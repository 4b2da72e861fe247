import { ghcrRepository } from "../../catalogue/names.js";
import type { System } from "../../catalogue/system.js";

/**
 * What only GHCR's web page can set, one sentence a package: GitHub has no API for the access of a package. Empty for a
 * system that publishes elsewhere. `owner` is the stack's. Pure.
 */
export function packageChecklist(system: System, owner: string): string[] {
  if (system.registry !== "ghcr") return [];
  const ownerOfPackages = system.owner ?? owner;
  const repository = `${ownerOfPackages}/${system.repository}`;
  return [...new Set(system.images.map((image) => image.repository))].map(
    (name) =>
      `After the first publish of ghcr.io/${ghcrRepository(ownerOfPackages, name)}, open https://github.com/${repository}/pkgs/container/${encodeURIComponent(name)} and under "Package settings" check three things: the repository ${repository} is listed under "Manage Actions access" with the role Write; the visibility is as meant (a package is private at first); other repositories and people that pull it are listed.`,
  );
}
