import assert from "node:assert/strict";
import { problemsOf } from "../../src/plan/catalogue-problems.js";
import { configuration } from "../src/plan/fixtures.js";
import { fixtureCatalogue } from "./index.js";
import { shapesOf } from "./shapes.js";

describe("the made-up systems", () => {
  it("have every optional field with and without a value, and every member of a union", () => {
    const missingFrom = shapesOf("src/catalogue/system.ts", "System");
    assert.deepEqual(missingFrom(fixtureCatalogue), []);
    // The check sees what goes with one of them.
    const without = (name: string) => missingFrom(fixtureCatalogue.filter((system) => system.name !== name));
    assert.deepEqual(without("archive"), ["System.workflows: never left out"]);
    assert.deepEqual(without("press"), [
      "System.owner: never given",
      'System.images[].tags[](branch).branches: "default"',
    ]);
    assert.ok(without("tools").includes("System.images[].platforms: a list of several"));
  });

  it("have nothing wrong", () => {
    const systems = fixtureCatalogue.map(({ name }) => name);
    assert.deepEqual(problemsOf({ ...configuration, systems, checkouts: {} }, fixtureCatalogue), []);
  });
});
