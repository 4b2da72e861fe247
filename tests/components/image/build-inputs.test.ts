import assert from "node:assert/strict";
import { buildInputs } from "../../../components/image/build-inputs.js";
import { buildsOf } from "../builds.js";

describe("buildInputs", () => {
  const [base, app] = buildsOf({ builder: "cloud-acme" });
  assert.ok(base && app);

  it("are what a build reads, and nothing of where it goes", () => {
    const location = ".slipway/test/contexts/shop/base/context";
    assert.deepEqual(buildInputs(base, { buildArgs: { MORE: "1" } }), {
      context: { location, named: {} },
      dockerfile: { location: ".slipway/test/contexts/shop/base/Dockerfile" },
      platforms: ["linux/amd64"],
      buildArgs: { TOOLCHAIN: "rust:1.87", MORE: "1", SOURCE_DATE_EPOCH: "315532800" },
      labels: {
        "dev.slipway.content": "base-content",
        "org.opencontainers.image.source": "https://github.com/Acme/Shop",
        "org.opencontainers.image.title": "shop-base",
        "org.opencontainers.image.created": "1980-01-01T00:00:00.000Z",
      },
      builder: { name: "cloud-acme" },
      buildOnPreview: false,
    });
  });

  it("name the version of the sources, the stage to build, and the plugin for Docker's own engine", () => {
    const buildArgs = { BUILD_VERSION: "app-identity", SOURCE_DATE_EPOCH: "315532800" };
    assert.deepEqual(buildInputs(app).buildArgs, buildArgs);
    const { image } = app;
    const served = { ...app, image: { ...image, spec: { ...image.spec, target: "served" } } };
    assert.deepEqual(buildInputs(served), { ...buildInputs(app), target: "served" });
    const [onEngine] = buildsOf({ builder: "default" });
    assert.equal(onEngine && buildInputs(onEngine).exec, true);
  });
});
