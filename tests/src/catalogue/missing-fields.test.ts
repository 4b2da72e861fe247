import assert from "node:assert/strict";
import { missingFields } from "../../../src/catalogue/missing-fields.js";
import type { System } from "../../../src/catalogue/system.js";
import { image, system } from "../plan/fixtures.js";

/** What a catalogue lacks as tsx would load it: nobody has compared it with its types. */
function gapsIn(...systems: unknown[]) {
  return missingFields(systems as readonly System[]);
}

describe("a catalogue that no compiler has seen", () => {
  it("lacks nothing when it has every required field", () => {
    assert.deepEqual(gapsIn(system()), []);
  });

  it("is told of an image for no platform (user pain 23)", () => {
    assert.deepEqual(gapsIn({ ...system(), images: [{ ...image(), platforms: [] }] }), [
      {
        where: "systems/shop, image app, platforms",
        expected: "a value; the field is required",
        found: "an empty list",
        fix: "add it; src/catalogue/system.ts documents it, and `npx tsc --noEmit` finds missing fields",
      },
    ]);
  });

  it("is told of every gap of every system at once", () => {
    const found = gapsIn({ images: [{}, { ...image(), context: undefined }] }, system());
    assert.ok(found.every((gap) => gap.found === "nothing"));
    const places = [
      ..."name repository registry releaseTags versions".split(" "),
      ..."id repository dockerfile context platforms tags".split(" ").map((field) => `image 1, ${field}`),
      "image app, context",
    ].map((place) => `systems/1, ${place}`);
    assert.deepEqual(
      found.map(({ where }) => where),
      places,
    );
  });
});
