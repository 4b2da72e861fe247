import { groupBy } from "./group-by.js";
import { MAX_EXCLUSIONS, mutabilityOf } from "./mutability.js";
import { deadKeepTags } from "./lifecycle.js";
import { isDockerEngine } from "./plan-build.js";
import { isRepositoryName, isTag, matchesPattern } from "./names.js";
import type { Configuration } from "./configuration.js";
import type { Problem } from "./problem.js";
import { publishedTags, tagsOf } from "./tags.js";
import type { Image, System } from "./system.js";

/**
 * What is wrong in the catalogue, or between it and the configuration: everything that would fail later, at a
 * registry or in a build. Empty when a plan can be made.
 */
export function problemsOf(configuration: Configuration, catalogue: readonly System[]): Problem[] {
  const systems = catalogue.filter(({ name }) => configuration.systems.includes(name));
  return [
    ...systems.flatMap((system) => system.images.flatMap((image) => imageProblems(image, system))),
    ...collisions(systems, configuration.release),
    ...releaseProblems(configuration, systems),
    ...keepTagProblems(configuration, systems),
    ...exclusionProblems(configuration, systems),
    ...handoverProblems(configuration, systems),
  ];
}

function imageProblems(image: Image, system: System): Problem[] {
  const where = `systems/${system.name}, image ${image.id}`;
  const problems: Problem[] = [];
  if (!isRepositoryName(image.repository)) {
    problems.push({
      where: `${where}, repository`,
      expected: "2 to 256 lower-case letters, digits and single . _ - between them",
      got: quoted(image.repository),
      cure: "rename it in the catalogue",
    });
  }
  for (const tag of image.tags.flatMap((entry) => (entry.kind === "moving" ? [entry.tag] : []))) {
    if (!isTag(tag)) {
      problems.push({
        where: `${where}, tags`,
        expected: "up to 128 letters, digits, _ . and -, not starting with . or -",
        got: quoted(tag),
        cure: "rename it in the catalogue",
      });
    }
  }
  if (image.base !== undefined && !system.images.some(({ id }) => id === image.base?.image)) {
    problems.push({
      where: `${where}, base`,
      expected: `one of the system's images: ${system.images.map(({ id }) => id).join(", ")}`,
      got: quoted(image.base.image),
      cure: "name an image of this system, or remove base",
    });
  }
  if (
    image.base !== undefined &&
    system.images.find(({ id }) => id === image.base?.image)?.base !== undefined
  ) {
    problems.push({
      where: `${where}, base`,
      expected: "a base that stands on a public image",
      got:
        image.base.image === image.id
          ? "the image itself"
          : `${quoted(image.base.image)}, which has a base of its own`,
      cure: "let the two share one base",
    });
  }
  const unknownArgs = (image.versionArgs ?? []).filter((name) => !(name in system.versions));
  for (const name of unknownArgs) {
    problems.push({
      where: `${where}, versionArgs`,
      expected: `names from the system's versions: ${Object.keys(system.versions).join(", ")}`,
      got: quoted(name),
      cure: "add it to versions with its default",
    });
  }
  return problems;
}

/** Pairs of images that would overwrite each other under one repository and tag. */
function collisions(systems: readonly System[], release: string | undefined): Problem[] {
  const images = systems.flatMap((system) => system.images.map((image) => ({ system, image })));
  const references = images.flatMap(({ system, image }) =>
    tagsOf(image, release).map((tag) => ({
      reference: `${system.registry}:${image.repository}:${tag}`,
      shown: `${image.repository}:${tag}`,
      owner: `${system.name}/${image.id}`,
    })),
  );
  return [...groupBy(references, ({ reference }) => reference).values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined || group.length < 2) return [];
    return {
      where: `systems, reference ${first.shown}`,
      expected: "one image for each repository and tag",
      got: group.map(({ owner }) => owner).join(" and "),
      cure: "give one of them another repository or tag",
    };
  });
}

function releaseProblems({ release }: Configuration, systems: readonly System[]): Problem[] {
  if (release === undefined) return [];
  const patterns = systems.flatMap(({ images }) =>
    images.flatMap(({ tags }) => tags.flatMap((tag) => (tag.kind === "release" ? [tag.pattern] : []))),
  );
  if (patterns.some((pattern) => matchesPattern(release, pattern))) return [];
  return [
    {
      where: "slipway:release",
      expected:
        patterns.length === 0
          ? "no release, because no image of this stack takes one"
          : `a tag of the form ${[...new Set(patterns)].join(" or ")}`,
      got: quoted(release),
      cure: "correct it, or remove the key",
    },
  ];
}

/** A kept tag that no image can carry is a rule that protects nothing: more often a slip than a wish. */
function keepTagProblems({ retention }: Configuration, systems: readonly System[]): Problem[] {
  const inEcr = systems.filter(({ registry }) => registry === "ecr");
  if (inEcr.length === 0) return [];
  const tags = inEcr.flatMap(({ images }) => images.flatMap((image) => image.tags));
  const carried = [...new Set(tags.map((tag) => (tag.kind === "moving" ? tag.tag : tag.pattern)))];
  return deadKeepTags(retention, tags).map((tag) => ({
    where: "slipway:retention.keepTags",
    expected: `tags that an image of this stack can carry: ${carried.join(", ")}`,
    got: quoted(tag),
    cure: "correct or remove it; as it stands its lifecycle rule matches nothing",
  }));
}

function exclusionProblems(configuration: Configuration, systems: readonly System[]): Problem[] {
  return systems.flatMap((system) =>
    system.images.flatMap((image) => {
      const mutability = mutabilityOf(configuration.tagMutability, publishedTags(image, configuration));
      if (mutability.kind === "mutable" || mutability.except.length <= MAX_EXCLUSIONS) return [];
      return {
        where: `systems/${system.name}, image ${image.id}, tags`,
        expected: `at most ${MAX_EXCLUSIONS} moving tags while slipway:tagMutability is immutable (ECR's limit)`,
        got: mutability.except.join(", "),
        cure: "drop moving tags, or set slipway:tagMutability to mutable",
      };
    }),
  );
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
        got: `${own}, and ${ofBase} for the base`,
        cure: "give both the same builder, or none of them Docker's own",
      };
    }),
  );
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
