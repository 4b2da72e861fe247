import assert from "node:assert/strict";
import { imageProblems } from "../../../src/catalogue/image-problems.js";
import type { Image } from "../../../src/catalogue/image.js";
import { image, system } from "../plan/fixtures.js";

const NAME = "lower-case letters, digits and single . _ - between them";
const PATH = "a path inside the system's repository, relative to its root, with /";

describe("an image of the catalogue", () => {
  for (const [field, expected, fix, refused] of [
    ["id", NAME, "rename it in the catalogue", "App|a b|a,mode=min||-a|a--b|ä"],
    ["dockerfile", PATH, "correct it", "|../Dockerfile|a/../../Dockerfile|/Dockerfile|C:\\Dockerfile|.."],
    ["context", PATH, 'correct it; "." is the whole repository', ".."],
  ] as const) {
    it(`has no ${field} such as ${refused}`, () => {
      for (const value of refused.split("|")) {
        const own = image({ [field]: value });
        assert.deepEqual(imageProblems(own, system({ images: [own] })), [
          { where: `systems/shop, image ${own.id}, ${field}`, expected, found: JSON.stringify(value), fix },
        ]);
      }
    });
  }

  it("may have any Dockerfile inside its repository", () => {
    for (const dockerfile of ["Dockerfile", "./Dockerfile", "a/../Dockerfile", "..a/Dockerfile"]) {
      assert.deepEqual(imageProblems(image({ dockerfile }), system()), []);
    }
  });

  it("has a Dockerfile and platforms: without, it does not compile (pain 23)", () => {
    const { platforms, dockerfile, ...without } = image();
    const images: Image[] = [
      // @ts-expect-error: `platforms` is required.
      { ...without, dockerfile },
      // @ts-expect-error: and names at least one.
      { ...without, dockerfile, platforms: [] },
      // @ts-expect-error: of those there are.
      { ...without, dockerfile, platforms: ["linux/amd46"] },
      // @ts-expect-error: `dockerfile` is required.
      { ...without, platforms },
    ];
    assert.equal(images.length, 4);
  });
});
