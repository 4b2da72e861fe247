import assert from "node:assert/strict";
import { dependents, dependentsOf, publicImages } from "../../../src/plan/public-images.js";
import { resolve } from "../../../src/plan/resolve.js";
import { configuration, image, system } from "./fixtures.js";

const catalogue = [
  system({
    versions: { CHEF_IMAGE: "chef:1@sha256:old", PNPM_VERSION: "9", RUNTIME_IMAGE: "debian:12" },
    images: [
      image({ id: "base", versionArgs: ["CHEF_IMAGE", "PNPM_VERSION"] }),
      image({
        versionArgs: ["RUNTIME_IMAGE"],
        base: { image: "base", name: "base:latest", buildCommand: "make" },
      }),
    ],
  }),
  system({
    name: "other",
    versions: { RUNTIME_IMAGE: "debian:12" },
    images: [image({ versionArgs: ["RUNTIME_IMAGE"] }), image({ id: "alone" })],
  }),
];
const systems = resolve({ ...configuration, systems: ["shop", "other"] }, catalogue);

describe("publicImages", () => {
  it("are those of the stack's own systems, as the stack has them, or else the catalogue", () => {
    const versions = { shop: { RUNTIME_IMAGE: "debian:13" }, other: { RUNTIME_IMAGE: "debian:14" } };
    assert.deepEqual(publicImages(resolve({ ...configuration, versions }, catalogue)), [
      { system: "shop", arg: "CHEF_IMAGE", image: "chef:1@sha256:old" },
      { system: "shop", arg: "RUNTIME_IMAGE", image: "debian:13" },
    ]);
  });
});

describe("dependents", () => {
  it("are exactly the images on a public image, and those on them (user pain 25)", () => {
    assert.deepEqual(dependents(systems), [
      { base: "chef:1@sha256:old", images: ["shop/base", "shop/app"] },
      { base: "debian:12", images: ["shop/app", "other/app"] },
    ]);
  });

  it("are found by a new digest, and by Docker Hub's long name", () => {
    const onChef = { base: "chef:1@sha256:old", images: ["shop/base", "shop/app"] };
    assert.deepEqual(dependentsOf("chef:1@sha256:new", systems), onChef);
    assert.deepEqual(dependentsOf("docker.io/library/debian:12", systems)?.images, ["shop/app", "other/app"]);
    assert.equal(dependentsOf("debian:13", systems), undefined);
  });
});
