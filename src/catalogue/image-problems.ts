import path from "node:path";
import { argumentProblems } from "./argument-problems.js";
import { isRepositoryName, isTag } from "./names.js";
import { type Problem, unless } from "../problems/problem.js";
import type { Image } from "./image.js";
import type { System } from "./system.js";
import { classesOf, classInWords } from "./tag-class.js";

/** An id names a folder, a resource, a cache scope and a matrix cell. */
const ID = /^[a-z0-9]+(?:[._-][a-z0-9]+)*$/;

/** The problems of one image, in any stack. */
export function imageProblems(image: Image, system: System): Problem[] {
  const where = `systems/${system.name}, image ${image.id}`;
  return [
    ...nameProblems(image, where),
    ...pathProblems(image, where),
    ...tagProblems(image, system, where),
    ...baseProblems(image, system, where),
    ...versionProblems(image, system, where),
    ...argumentProblems(image, system, where),
  ];
}

function nameProblems({ id, repository }: Image, where: string): Problem[] {
  return [
    ...unless(ID.test(id), {
      where: `${where}, id`,
      expected: "lower-case letters, digits and single . _ - between them",
      found: JSON.stringify(id),
      fix: "rename it in the catalogue",
    }),
    ...unless(isRepositoryName(repository), {
      where: `${where}, repository`,
      expected: "2 to 256 lower-case letters, digits and single . _ - between them",
      found: JSON.stringify(repository),
      fix: "rename it in the catalogue",
    }),
  ];
}

function pathProblems(image: Image, where: string): Problem[] {
  return (["dockerfile", "context"] as const).flatMap((field) =>
    unless(staysInside(image[field]), {
      where: `${where}, ${field}`,
      expected: "a path inside the system's repository, relative to its root, with /",
      found: JSON.stringify(image[field]),
      fix: field === "context" ? 'correct it; "." is the whole repository' : "correct it",
    }),
  );
}

/** Whether a path stays inside the repository. */
function staysInside(name: string): boolean {
  return (
    name !== "" &&
    !/[\\\r\n]|\$\{\{/.test(name) &&
    !path.posix.isAbsolute(name) &&
    !/^\.\.(?:\/|$)/.test(path.posix.normalize(name))
  );
}

function tagProblems(image: Image, system: System, where: string): Problem[] {
  const fixed = image.tags.flatMap((rule) => (rule.kind === "fixed" ? [rule.tag] : []));
  const isBase = system.images.some(({ base }) => base?.image === image.id);
  return [
    ...fixed.flatMap((tag) =>
      unless(isTag(tag), {
        where: `${where}, tags`,
        expected: "up to 128 letters, digits, _ . and -, not starting with . or -",
        found: JSON.stringify(tag),
        fix: "rename it in the catalogue",
      }),
    ),
    ...unless(!isBase || fixed.length > 0, {
      where: `${where}, tags`,
      expected: "a fixed tag on a base, so that every stack can publish it",
      found: classesOf(image.tags, system.releaseTags).map(classInWords).join(", "),
      fix: 'add { kind: "fixed", tag: "latest" }',
    }),
  ];
}

function baseProblems({ id, base }: Image, { images }: System, where: string): Problem[] {
  if (base === undefined) return [];
  const found = images.find((image) => image.id === base.image);
  if (found === undefined) {
    return [
      {
        where: `${where}, base`,
        expected: `one of the system's images: ${images.map((image) => image.id).join(", ")}`,
        found: JSON.stringify(base.image),
        fix: "name an image of this system, or remove base",
      },
    ];
  }
  return unless(found.base === undefined, {
    where: `${where}, base`,
    expected: "a base that is built on a public image",
    found:
      base.image === id ? "the image itself" : `${JSON.stringify(base.image)}, which has a base of its own`,
    fix: "build both on one base",
  });
}

function versionProblems({ versionArgs = [] }: Image, { versions }: System, where: string): Problem[] {
  return versionArgs.flatMap((name) =>
    unless(Object.hasOwn(versions, name), {
      where: `${where}, versionArgs`,
      expected: `names from the system's versions: ${Object.keys(versions).join(", ")}`,
      found: JSON.stringify(name),
      fix: "add it to versions with its default",
    }),
  );
}
