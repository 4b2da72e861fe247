import { accessProblems } from "./access/access-problems.js";
import { groupBy } from "../catalogue/group-by.js";
import { missingFields } from "../catalogue/missing-fields.js";
import { immovable, MAX_EXCLUSIONS, movingTags } from "./ecr/mutability.js";
import { settingsProblems } from "./settings/settings-problems.js";
import { deadKeepTags } from "./ecr/lifecycle.js";
import type { Configuration } from "../configuration/configuration.js";
import type { Problem } from "../problems/problem.js";
import { problemsOfSystem } from "../catalogue/system-problems.js";
import type { System } from "../catalogue/system.js";
import { ownedSystems, resolve } from "./resolve.js";
import type { ResolvedSystem } from "./resolved-system.js";
import { classesOf, classInWords, distinct, isMistakenFor, type TagClass } from "../catalogue/tag-class.js";
import { tagsOf } from "./tags.js";

/**
 * The problems of the catalogue, alone and with the configuration: everything that would fail later, at a registry or
 * in a build. Empty if a plan can be made. `resolved` are the systems that the stack owns.
 */
export function problemsOf(
  configuration: Configuration,
  catalogue: readonly System[],
  resolved: readonly ResolvedSystem[] = resolve(configuration, catalogue),
): Problem[] {
  const gaps = missingFields(catalogue);
  if (gaps.length > 0) return gaps;
  const systems = firstOfEachName(resolved);
  return [
    ...doubledNames(catalogue),
    ...firstOfEachName(ownedSystems(configuration, catalogue)).flatMap(problemsOfSystem),
    ...collisions(systems),
    ...releaseProblems(configuration, systems),
    ...keepTagProblems(configuration, systems),
    ...systems.filter(isInEcr).flatMap((system) => ecrTagProblems(system, configuration)),
    ...systems.flatMap(baseProblems),
    ...systems.flatMap(platformProblems),
    ...(configuration.ciAccess.kind === "role"
      ? systems.filter(({ host }) => host.kind === "ecr").flatMap(accessProblems)
      : []),
    ...settingsProblems(configuration, systems),
  ];
}

function firstOfEachName<Named extends { readonly name: string }>(systems: readonly Named[]): Named[] {
  return [...groupBy(systems, ({ name }) => name).values()].flatMap((group) => group.slice(0, 1));
}

function doubledNames(catalogue: readonly System[]): Problem[] {
  return [...groupBy(catalogue, ({ name }) => name)]
    .filter(([, group]) => group.length > 1)
    .map(([name, group]) => ({
      where: "systems, names",
      expected: "one system per name",
      found: `${quoted(name)} ${group.length} times`,
      fix: "rename one of them",
    }));
}

/** Images that would overwrite each other under one repository and tag, in a local build or in CI. */
function collisions(systems: readonly ResolvedSystem[]): Problem[] {
  const references = systems.flatMap((system) =>
    system.images.flatMap(({ spec }) =>
      classesOf(spec.tags, system.releaseTags).map((tagClass) => ({
        reference: `${system.registry}:${spec.repository}:${JSON.stringify(tagClass)}`,
        shown: `${spec.repository}:${classInWords(tagClass)}`,
        owner: `${system.name}/${spec.id}`,
      })),
    ),
  );
  return [...groupBy(references, ({ reference }) => reference).values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined || group.length < 2) return [];
    return {
      where: `systems, reference ${first.shown}`,
      expected: "one image per repository and tag",
      found: group.map(({ owner }) => owner).join(" and "),
      fix: "give one of them another repository or tag",
    };
  });
}

function releaseProblems({ release }: Configuration, systems: readonly ResolvedSystem[]): Problem[] {
  if (release === undefined) return [];
  const takers = systems.filter(({ images }) =>
    images.some(({ spec }) => spec.tags.some(({ kind }) => kind === "git-tag" || kind === "semver")),
  );
  const isTaken = takers.some((system) =>
    system.images.some(
      ({ spec }) => tagsOf(spec, system, release).length > tagsOf(spec, system, undefined).length,
    ),
  );
  if (isTaken) return [];
  return [
    {
      where: "slipway:release",
      expected:
        takers.length === 0
          ? "no release, because no image of this stack has a release tag"
          : `a git tag of the form ${[...new Set(takers.map(({ releaseTags }) => releaseTags))].join(" or ")}`,
      found: quoted(release),
      fix: "correct it, or remove the key",
    },
  ];
}

/** A kept tag that no image can carry protects nothing: probably a mistake. */
function keepTagProblems({ retention }: Configuration, systems: readonly ResolvedSystem[]): Problem[] {
  const inEcr = systems.filter(isInEcr);
  const tags = distinct(
    inEcr.flatMap(({ images, releaseTags }) =>
      images.flatMap(({ spec }) => classesOf(spec.tags, releaseTags)),
    ),
  );
  return (inEcr.length === 0 ? [] : deadKeepTags(retention, tags)).map((tag) => ({
    where: "slipway:retention.keepTags",
    expected: `tags that an image of this stack can carry: ${[...new Set(tags.map(classInWords))].join(", ")}`,
    found: quoted(tag),
    fix: "correct or remove it; its lifecycle rule would match nothing",
  }));
}

/** ECR distinguishes tags by patterns only, when it expires images and when it refuses to move a tag. */
function ecrTagProblems(system: ResolvedSystem, configuration: Configuration): Problem[] {
  return [...groupBy(system.images, ({ spec }) => spec.repository)].flatMap(([repository, images]) => {
    const where = `systems/${system.name}, repository ${repository}, tags`;
    const tags = distinct(images.flatMap(({ tagClasses }) => tagClasses));
    return [
      ...ambiguityProblems(where, tags),
      ...(configuration.tagMutability === "immutable" ? exclusionProblems(where, tags) : []),
    ];
  });
}

/** A tag that matches the release pattern would be kept as a release, and displace a real one. */
function ambiguityProblems(where: string, tags: readonly TagClass[]): Problem[] {
  return tags
    .filter((tag) => tag.kind === "release")
    .flatMap((release) =>
      tags
        .filter((other) => isMistakenFor(release, other))
        .map((other) => ({
          where,
          expected: `tags that ECR's pattern for releases, ${release.pattern}, does not match`,
          found: classInWords(other),
          fix: "remove one of the two rules, tag only the default branch, or narrow releaseTags",
        })),
    );
}

function exclusionProblems(where: string, tags: readonly TagClass[]): Problem[] {
  const unknown = immovable(tags).map((tag) => ({
    where,
    expected: "moving tags with known names while slipway:tagMutability is immutable",
    found: classInWords(tag),
    fix: "remove its rule, or set slipway:tagMutability to mutable",
  }));
  const moving = movingTags(tags);
  if (moving.length <= MAX_EXCLUSIONS) return unknown;
  return [
    ...unknown,
    {
      where,
      expected: `at most ${MAX_EXCLUSIONS} moving tags while slipway:tagMutability is immutable (ECR's limit)`,
      found: moving.join(", "),
      fix: "remove moving tags, or set slipway:tagMutability to mutable",
    },
  ];
}

function isInEcr({ registry }: ResolvedSystem): boolean {
  return registry === "ecr";
}

/** Only a Docker engine itself can read its image store. */
function baseProblems({ name, images }: ResolvedSystem): Problem[] {
  return images.flatMap(({ spec, base, builder }) => {
    const ofBase = images.find((image) => image.spec.id === base?.image)?.builder ?? builder;
    if (builder.name === ofBase.name) return [];
    if (builder.kind !== "docker-engine" && ofBase.kind !== "docker-engine") return [];
    return {
      where: `slipway:builders, ${name}/${spec.id}`,
      expected: "the builder of its base, because only Docker's own engine can read its images",
      found: `${builder.name}, and ${ofBase.name} for the base`,
      fix: "use the same builder for both, or Docker's own engine for neither",
    };
  });
}

/** An image to build without any platform. */
function platformProblems({ name, checkout, images }: ResolvedSystem): Problem[] {
  if (checkout === undefined) return [];
  return images
    .filter(({ platforms }) => platforms.length === 0)
    .map(({ spec: { id, platforms } }) => ({
      where: "slipway:registry.platforms",
      expected: `a platform of ${name}/${id}: ${platforms.join(" or ")}`,
      found: "none of them",
      fix: `add it, or remove ${name} from slipway:checkouts`,
    }));
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
