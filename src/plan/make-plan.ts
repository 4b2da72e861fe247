import type { Configuration } from "../configuration/configuration.js";
import { inWords } from "../problems/in-words.js";
import { accessToDo } from "./access/access-to-do.js";
import { registryScanning } from "./ecr/registry-scanning.js";
import type { OidcProvider, Plan } from "./plan.js";
import type { ResolvedSystem } from "./resolved-system.js";
import { packageChecklist } from "./settings/package-checklist.js";

/** Plans a stack of resolved systems. Pure. `problemsOf` must have found nothing. */
export function makePlan(configuration: Configuration, systems: readonly ResolvedSystem[]): Plan {
  return {
    systems,
    oidcProvider: oidcProvider(configuration, systems),
    registryScanning: registryScanning(configuration, systems),
    isProtected: systems.some(({ repositories }) => repositories.length > 0)
      ? configuration.protect
      : undefined,
    toDo: toDo(configuration, systems),
  };
}

function oidcProvider(
  { ciAccess }: Configuration,
  systems: readonly ResolvedSystem[],
): OidcProvider | undefined {
  if (ciAccess.kind === "none") return undefined;
  const isNeeded = systems.some(({ roles }) => roles.some(({ trusted }) => trusted.kind === "github"));
  return isNeeded ? ciAccess.oidcProvider : undefined;
}

function toDo({ repositorySettings }: Configuration, systems: readonly ResolvedSystem[]): string[] {
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
    ...systems.flatMap((system) => accessToDo(system, isManaged)),
    ...(isManaged ? systems.flatMap(packageChecklist) : []),
    ...systems
      .filter(({ host }) => host.kind === "ecr")
      .map(({ name }) => `Redeploy what runs ${name} after an image changed; pushing does not restart it.`),
  ];
}
