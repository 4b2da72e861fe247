import assert from "node:assert/strict";
import { buildInputs } from "../../../components/image/build-inputs.js";
import { buildsOf } from "../builds.js";

// All other inputs are asserted in base-and-app-images.test.ts.
describe("buildInputs", () => {
  it("names the stage to build, where it is not the last", () => {
    const [, app] = buildsOf();
    assert.ok(app);
    const { image } = app;
    const served = { ...app, image: { ...image, spec: { ...image.spec, target: "served" } } };
    assert.deepEqual(buildInputs(served), { ...buildInputs(app), target: "served" });
    assert.ok(!("target" in buildInputs(app)));
  });
});
