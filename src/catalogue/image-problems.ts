import path from "node:path";
import { argumentProblems } from "./argument-problems.js";
import { isRepositoryName, isTag } from "./names.js";
import type { Problem } from "../problems/problem.js";
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
    ...(ID.test(id)
      ? []
      : [
          {
            where: `${where}, id`,
            expected: "lower-case letters, digits and single . _ - between them",
            found: quoted(id),
            fix: "rename it in the catalogue",
          },
        ]),
    ...(isRepositoryName(repository)
      ? []
      : [
          {
            where: `${where}, repository`,
            expected: "2 to 256 lower-case letters, digits and single . _ - between them",
            found: quoted(repository),
            fix: "rename it in the catalogue",
          },
        ]),
  ];
}

function pathProblems(image: Image, where: string): Problem[] {
  return (["dockerfile", "context"] as const)
    .filter((field) => !staysInside(image[field]))
    .map((field) => ({
      where: `${where}, ${field}`,
      expected: "a path inside the system's repository, relative to its root, with /",
      found: given(image[field]),
      fix: field === "context" ? 'correct it; "." is the whole repository' : "correct it",
    }));
}

/** A value that may be missing although its type requires it: the program runs without a compiler. */
function given(value: unknown): string {
  return value === undefined ? "nothing" : JSON.stringify(value);
}

/** Whether a value is a path that stays inside the repository. */
function staysInside(name: unknown): boolean {
  if (typeof name !== "string") return false;
  const normal = path.posix.normalize(name);
  return (
    name !== "" &&
    !/[\\\r\n]|\$\{\{/.test(name) &&
    !path.posix.isAbsolute(name) &&
    !/^\.\.(?:\/|$)/.test(normal)
  );
}

function tagProblems(image: Image, system: System, where: string): Problem[] {
  const fixed = image.tags.flatMap((rule) => (rule.kind === "fixed" ? [rule.tag] : []));
  const isBase = system.images.some(({ base }) => base?.image === image.id);
  return [
    ...fixed
      .filter((tag) => !isTag(tag))
      .map((tag) => ({
        where: `${where}, tags`,
        expected: "up to 128 letters, digits, _ . and -, not starting with . or -",
        found: quoted(tag),
        fix: "rename it in the catalogue",
      })),
    ...(isBase && fixed.length === 0
      ? [
          {
            where: `${where}, tags`,
            expected: "a fixed tag on a base, so that every stack can publish it",
            found: classesOf(image.tags, system.releaseTags).map(classInWords).join(", "),
            fix: 'add { kind: "fixed", tag: "latest" }',
          },
        ]
      : []),
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
        found: quoted(base.image),
        fix: "name an image of this system, or remove base",
      },
    ];
  }
  if (found.base === undefined) return [];
  return [
    {
      where: `${where}, base`,
      expected: "a base that is built on a public image",
      found: base.image === id ? "the image itself" : `${quoted(base.image)}, which has a base of its own`,
      fix: "build both on one base",
    },
  ];
}

function versionProblems({ versionArgs = [] }: Image, { versions }: System, where: string): Problem[] {
  return versionArgs
    .filter((name) => !Object.hasOwn(versions, name))
    .map((name) => ({
      where: `${where}, versionArgs`,
      expected: `names from the system's versions: ${Object.keys(versions).join(", ")}`,
      found: quoted(name),
      fix: "add it to versions with its default",
    }));
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
