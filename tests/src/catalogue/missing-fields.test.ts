import assert from "node:assert/strict";
import { problemsOf } from "../../../src/plan/catalogue-problems.js";
import { missingFields } from "../../../src/catalogue/missing-fields.js";
import type { System } from "../../../src/catalogue/system.js";
import { configuration, image, system } from "../plan/fixtures.js";

/** A catalogue as tsx would load it: nobody has compared it with its types. */
function unchecked(systems: unknown): readonly System[] {
  return systems as readonly System[];
}

describe("a catalogue that no compiler has seen", () => {
  it("lacks nothing when it has every required field", () => {
    assert.deepEqual(missingFields([system()]), []);
  });

  for (const field of ["id", "repository", "dockerfile", "context", "platforms", "tags"] as const) {
    it(`is told that an image has no ${field}, and nothing that follows from it`, () => {
      const gappy = { ...image({ id: "app" }), [field]: undefined };
      const found = problemsOf(configuration, unchecked([{ ...system(), images: [gappy] }]));
      assert.deepEqual(
        found.map(({ where, found }) => ({ where, found })),
        [{ where: `systems/shop, image ${field === "id" ? "1" : "app"}, ${field}`, found: "nothing" }],
      );
    });
  }

  it("is told of an image for no platform (user pain 23)", () => {
    const [problem] = missingFields(unchecked([{ ...system(), images: [{ ...image(), platforms: [] }] }]));
    assert.deepEqual(problem, {
      where: "systems/shop, image app, platforms",
      expected: "a value; the field is required",
      found: "an empty list",
      fix: "add it; src/catalogue/system.ts documents it, and `npx tsc --noEmit` finds missing fields",
    });
  });

  it("is told of every gap of every system at once", () => {
    assert.deepEqual(
      missingFields(unchecked([{ images: [{}] }, system()])).map(({ where }) => where),
      [
        ...["name", "repository", "registry", "releaseTags", "versions"].map(
          (field) => `systems/1, ${field}`,
        ),
        ...["id", "repository", "dockerfile", "context", "platforms", "tags"].map(
          (field) => `systems/1, image 1, ${field}`,
        ),
      ],
    );
  });
});
