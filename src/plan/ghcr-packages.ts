import { githubRepository } from "./access/plan-roles.js";
import type { Configuration } from "../configuration/configuration.js";
import type { System } from "../catalogue/system.js";
import { systemsOf } from "./systems-of.js";

/** A package on GHCR that the images of a system are published to. */
export interface GhcrPackage {
  readonly system: string;
  readonly owner: string;
  /** Without the owner. */
  readonly name: string;
  /** `OWNER/NAME` of the system's own repository, whose workflows push it. */
  readonly repository: string;
}

/** The packages of a stack's systems, each once; none of systems in ECR, nor of a stack with a registry of its own. */
export function ghcrPackages(systems: readonly System[], configuration: Configuration): GhcrPackage[] {
  if (configuration.registry.kind !== "cloud") return [];
  return systemsOf(configuration, systems)
    .filter(({ registry }) => registry === "ghcr")
    .flatMap((system) => {
      const { owner, name: repository } = githubRepository(
        system,
        configuration.owner,
        configuration.ciAccess,
      );
      return [...new Set(system.images.map((image) => image.repository))].map((name) => ({
        system: system.name,
        owner,
        name,
        repository: `${owner}/${repository}`,
      }));
    });
}
