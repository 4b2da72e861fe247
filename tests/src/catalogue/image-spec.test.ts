import assert from "node:assert/strict";
import { imageById, imageSpec, localBuildArgs } from "../../../src/catalogue/image-spec.js";
import { image } from "../plan/fixtures.js";

describe("what an image is built from", () => {
  const spec = imageSpec(
    image({ buildArgs: { A: "1" }, versionArgs: ["RUST"], variableArgs: { API: "none" } }),
    { owner: "Acme", repository: "Shop", versions: { RUST: "rust:1", OTHER: "x" } },
  );

  it("has the system's versions among its arguments, and a safe value for each variable outside of CI", () => {
    assert.deepEqual(spec.buildArgs, { A: "1", RUST: "rust:1" });
    assert.deepEqual(localBuildArgs(spec), { API: "none", A: "1", RUST: "rust:1" });
  });

  it("has labels that name its repository, and the same time in every build (N23)", () => {
    assert.deepEqual(spec.labels, {
      "org.opencontainers.image.source": "https://github.com/Acme/Shop",
      "org.opencontainers.image.title": "shop",
      "org.opencontainers.image.created": "1980-01-01T00:00:00.000Z",
    });
  });

  it("is found by its id", () => {
    assert.equal(imageById([spec], "app"), spec);
    assert.throws(() => imageById([spec], "ap"), /no image 'ap' among app/);
  });
});
