import { accessProblems } from "./access/access-problems.js";
import { groupBy } from "../catalogue/group-by.js";
import { missingFields } from "../catalogue/missing-fields.js";
import { immovable, MAX_EXCLUSIONS, mutabilityOf } from "./ecr/mutability.js";
import { settingsProblems } from "./settings/settings-problems.js";
import { deadKeepTags } from "./ecr/lifecycle.js";
import { isDockerEngine, platformsOf } from "./plan-build.js";
import type { Configuration } from "../configuration/configuration.js";
import type { Problem } from "../problems/problem.js";
import { problemsOfSystem } from "../catalogue/system-problems.js";
import type { System } from "../catalogue/system.js";
import { classesOf, classInWords, distinct, isMistakenFor, type TagClass } from "../catalogue/tag-class.js";
import { tagClasses, tagsOf } from "./tags.js";

/**
 * What is wrong in the catalogue, or between it and the configuration: everything that would fail later, at a
 * registry or in a build. Empty when a plan can be made.
 */
export function problemsOf(configuration: Configuration, catalogue: readonly System[]): Problem[] {
  const gaps = missingFields(catalogue);
  if (gaps.length > 0) return gaps;
  // Of systems with one name the first alone: what is said of a system goes by its name.
  const systems = [...groupBy(catalogue, ({ name }) => name)].flatMap(([name, [first]]) =>
    first !== undefined && configuration.systems.includes(name) ? [first] : [],
  );
  return [
    ...doubledNames(catalogue),
    ...systems.flatMap(problemsOfSystem),
    ...collisions(systems),
    ...releaseProblems(configuration, systems),
    ...keepTagProblems(configuration, systems),
    ...systems.filter(isInEcr).flatMap((system) => ecrTagProblems(system, configuration)),
    ...handoverProblems(configuration, systems),
    ...systems.flatMap((system) => platformProblems(system, configuration)),
    ...systems.flatMap((system) => accessProblems(system, configuration)),
    ...settingsProblems(configuration, systems),
  ];
}

function doubledNames(catalogue: readonly System[]): Problem[] {
  return [...groupBy(catalogue, ({ name }) => name)]
    .filter(([, group]) => group.length > 1)
    .map(([name, group]) => ({
      where: "systems, names",
      expected: "one system for each name",
      found: `${quoted(name)} ${group.length} times`,
      fix: "rename one of them",
    }));
}

/** Images that would overwrite each other under one repository and tag, at a desk or in CI. */
function collisions(systems: readonly System[]): Problem[] {
  const references = systems.flatMap((system) =>
    system.images.flatMap((image) =>
      classesOf(image.tags, system.releaseTags).map((tagClass) => ({
        reference: `${system.registry}:${image.repository}:${JSON.stringify(tagClass)}`,
        shown: `${image.repository}:${classInWords(tagClass)}`,
        owner: `${system.name}/${image.id}`,
      })),
    ),
  );
  return [...groupBy(references, ({ reference }) => reference).values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined || group.length < 2) return [];
    return {
      where: `systems, reference ${first.shown}`,
      expected: "one image for each repository and tag",
      found: group.map(({ owner }) => owner).join(" and "),
      fix: "give one of them another repository or tag",
    };
  });
}

function releaseProblems({ release }: Configuration, systems: readonly System[]): Problem[] {
  if (release === undefined) return [];
  const takers = systems.filter(({ images }) =>
    images.some(({ tags }) => tags.some(({ kind }) => kind === "git-tag" || kind === "semver")),
  );
  const isTaken = takers.some((system) =>
    system.images.some(
      (image) => tagsOf(image, system, release).length > tagsOf(image, system, undefined).length,
    ),
  );
  if (isTaken) return [];
  return [
    {
      where: "slipway:release",
      expected:
        takers.length === 0
          ? "no release, because no image of this stack takes one"
          : `a git tag of the form ${[...new Set(takers.map(({ releaseTags }) => releaseTags))].join(" or ")}`,
      found: quoted(release),
      fix: "correct it, or remove the key",
    },
  ];
}

/** A kept tag that no image can carry is a rule that protects nothing: more often a slip than a wish. */
function keepTagProblems({ retention }: Configuration, systems: readonly System[]): Problem[] {
  const inEcr = systems.filter(isInEcr);
  if (inEcr.length === 0) return [];
  const tags = distinct(
    inEcr.flatMap(({ images, releaseTags }) => images.flatMap((image) => classesOf(image.tags, releaseTags))),
  );
  return deadKeepTags(retention, tags).map((tag) => ({
    where: "slipway:retention.keepTags",
    expected: `tags that an image of this stack can carry: ${[...new Set(tags.map(classInWords))].join(", ")}`,
    found: quoted(tag),
    fix: "correct or remove it; as it stands its lifecycle rule matches nothing",
  }));
}

/** ECR looks at tags when it expires images and when it refuses to move one, and can tell them apart only so far. */
function ecrTagProblems(system: System, configuration: Configuration): Problem[] {
  return [...groupBy(system.images, ({ repository }) => repository)].flatMap(([repository, images]) => {
    const where = `systems/${system.name}, repository ${repository}, tags`;
    const tags = distinct(images.flatMap((image) => tagClasses(image, system, configuration)));
    return [
      ...ambiguityProblems(where, tags),
      ...(configuration.tagMutability === "immutable" ? exclusionProblems(where, tags) : []),
    ];
  });
}

/** A tag that is taken for a release would be kept as one, and push a real one out. */
function ambiguityProblems(where: string, tags: readonly TagClass[]): Problem[] {
  return tags
    .filter((tag) => tag.kind === "release")
    .flatMap((release) =>
      tags
        .filter((other) => isMistakenFor(release, other))
        .map((other) => ({
          where,
          expected: `tags that ECR's pattern for releases, ${release.pattern}, does not select too`,
          found: classInWords(other),
          fix: "drop one of the two rules, give branch tags to the default branch alone, or narrow releaseTags",
        })),
    );
}

function exclusionProblems(where: string, tags: readonly TagClass[]): Problem[] {
  const unknown = immovable(tags).map((tag) => ({
    where,
    expected: "moving tags known by name while slipway:tagMutability is immutable",
    found: classInWords(tag),
    fix: "drop its rule, or set slipway:tagMutability to mutable",
  }));
  const mutability = mutabilityOf("immutable", tags);
  if (mutability.kind === "mutable" || mutability.except.length <= MAX_EXCLUSIONS) return unknown;
  return [
    ...unknown,
    {
      where,
      expected: `at most ${MAX_EXCLUSIONS} moving tags while slipway:tagMutability is immutable (ECR's limit)`,
      found: mutability.except.join(", "),
      fix: "drop moving tags, or set slipway:tagMutability to mutable",
    },
  ];
}

function isInEcr({ registry }: System): boolean {
  return registry === "ecr";
}

/** A base in a Docker engine's image store is seen by that engine alone. */
function handoverProblems({ builder, builders }: Configuration, systems: readonly System[]): Problem[] {
  return systems.flatMap(({ name, images }) =>
    images.flatMap(({ id, base }) => {
      const [own, ofBase] = [id, base?.image ?? id].map((image) => builders[`${name}/${image}`] ?? builder);
      if (own === undefined || ofBase === undefined || own === ofBase) return [];
      if (!isDockerEngine(own) && !isDockerEngine(ofBase)) return [];
      return {
        where: `slipway:builders, ${name}/${id}`,
        expected: `the builder of its base, because Docker's own engine keeps images to itself`,
        found: `${own}, and ${ofBase} for the base`,
        fix: "give both the same builder, or none of them Docker's own",
      };
    }),
  );
}

/** An image that is to be built, and for no platform. */
function platformProblems({ name, images }: System, configuration: Configuration): Problem[] {
  if (configuration.checkouts[name] === undefined) return [];
  return images
    .filter((image) => platformsOf(image, configuration).length === 0)
    .map(({ id, platforms }) => ({
      where: "slipway:registry.platforms",
      expected: `a platform of ${name}/${id}: ${platforms.join(" or ")}`,
      found: "none of them",
      fix: `add it, or remove ${name} from slipway:checkouts`,
    }));
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
