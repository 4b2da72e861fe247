import assert from "node:assert/strict";
import { problemsOfSystem } from "../../../src/catalogue/system-problems.js";
import { image, system } from "../plan/fixtures.js";

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
    const images = ["one", "two", "three"].map((repository) => image({ repository }));
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
