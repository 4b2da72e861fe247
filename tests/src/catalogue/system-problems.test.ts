import assert from "node:assert/strict";
import { problemsOfSystem } from "../../../src/catalogue/system-problems.js";
import type { Image } from "../../../src/catalogue/image.js";
import { image, system } from "../plan/fixtures.js";

function problemsOf(overrides: Partial<Image>) {
  return problemsOfSystem(system({ images: [image(overrides)] }));
}

describe("a system of the catalogue", () => {
  it("names its repository as GitHub can", () => {
    // The second would be another subject of a role's trust.
    for (const repository of ["my shop", "Shop:ref", ""])
      assert.deepEqual(problemsOfSystem(system({ repository })), [
        {
          where: "systems/shop, repository",
          expected: "a repository's name as GitHub spells it: letters, digits, . _ and -",
          found: JSON.stringify(repository),
          fix: "copy it from the repository's URL, without the owner",
        },
      ]);
  });

  it("has one image for each id", () => {
    const images = [
      image({ repository: "one" }),
      image({ repository: "two" }),
      image({ repository: "three" }),
    ];
    assert.deepEqual(problemsOfSystem(system({ images })), [
      {
        where: "systems/shop, images",
        expected: "one image per id",
        found: '"app" 3 times',
        fix: "give each image its own id",
      },
    ]);
  });

  it("tells every problem of every image at once", () => {
    const images = [image({ id: "A", repository: "No" }), image({ id: "b", repository: "bb", context: "/" })];
    assert.deepEqual(
      problemsOfSystem(system({ releaseTags: "", images })).map(({ where }) => where),
      [
        "systems/shop, releaseTags",
        "systems/shop, image A, id",
        "systems/shop, image A, repository",
        "systems/shop, image b, context",
      ],
    );
  });
});

describe("an image of the catalogue", () => {
  it("has an id that can name a folder, a resource and a cache", () => {
    for (const id of ["App", "a b", "a,mode=min", "", "-a", "a--b", "ä"]) {
      assert.deepEqual(problemsOf({ id }), [
        {
          where: `systems/shop, image ${id}, id`,
          expected: "lower-case letters, digits and single . _ - between them",
          found: JSON.stringify(id),
          fix: "rename it in the catalogue",
        },
      ]);
    }
  });

  it("has a Dockerfile inside its repository", () => {
    for (const dockerfile of [
      "",
      "../Dockerfile",
      "a/../../Dockerfile",
      "/Dockerfile",
      "C:\\Dockerfile",
      "..",
    ]) {
      assert.deepEqual(problemsOf({ dockerfile }), [
        {
          where: "systems/shop, image app, dockerfile",
          expected: "a path inside the system's repository, relative to its root, with /",
          found: JSON.stringify(dockerfile),
          fix: "correct it",
        },
      ]);
    }
    for (const dockerfile of ["Dockerfile", "./Dockerfile", "a/../Dockerfile", "..a/Dockerfile"]) {
      assert.deepEqual(problemsOf({ dockerfile }), []);
    }
  });

  it("has a context inside its repository", () => {
    assert.deepEqual(problemsOf({ context: ".." }), [
      {
        where: "systems/shop, image app, context",
        expected: "a path inside the system's repository, relative to its root, with /",
        found: '".."',
        fix: 'correct it; "." is the whole repository',
      },
    ]);
  });

  it("says that a Dockerfile is missing where nothing checked the types first", () => {
    const { dockerfile, ...without } = image();
    const unchecked: object = { dockerfile: undefined };
    assert.deepEqual(problemsOf(Object.assign({ ...without, dockerfile }, unchecked)), [
      {
        where: "systems/shop, image app, dockerfile",
        expected: "a path inside the system's repository, relative to its root, with /",
        found: "nothing",
        fix: "correct it",
      },
    ]);
  });

  it("has platforms: without, it does not compile (pain 23)", () => {
    const { platforms, ...without } = image();
    // @ts-expect-error: `platforms` is required.
    const missing: Image = without;
    // @ts-expect-error: and names at least one.
    const none: Image = { ...without, platforms: [] };
    // @ts-expect-error: of those there are.
    const misspelt: Image = { ...without, platforms: ["linux/amd46"] };
    assert.deepEqual([platforms, missing.id, none.id, misspelt.id], [["linux/amd64"], "app", "app", "app"]);
  });

  it("has a Dockerfile: without, it does not compile", () => {
    const { dockerfile, ...without } = image();
    // @ts-expect-error: `dockerfile` is required.
    const missing: Image = without;
    assert.deepEqual([dockerfile, missing.id], ["Dockerfile", "app"]);
  });
});
