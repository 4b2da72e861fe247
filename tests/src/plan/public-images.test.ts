import assert from "node:assert/strict";
import { publicImages } from "../../../src/plan/public-images.js";
import { resolve } from "../../../src/plan/resolve.js";
import { configuration, system } from "./fixtures.js";

const systems = [
  system({ versions: { CHEF_IMAGE: "chef:1", PNPM_VERSION: "9", RUNTIME_IMAGE: "debian:12" } }),
  system({ name: "other", versions: { RUNTIME_IMAGE: "debian:12" } }),
];

const imagesOf = (changes: Partial<typeof configuration>) =>
  publicImages(resolve({ ...configuration, ...changes }, systems));

describe("public images of a stack", () => {
  it("are those of its own systems, as the stack has them, or else the catalogue", () => {
    const versions = { shop: { RUNTIME_IMAGE: "debian:13" }, other: { RUNTIME_IMAGE: "debian:14" } };
    assert.deepEqual(imagesOf({ systems: ["shop"], versions }), [
      { system: "shop", arg: "CHEF_IMAGE", image: "chef:1" },
      { system: "shop", arg: "RUNTIME_IMAGE", image: "debian:13" },
    ]);
    assert.deepEqual(imagesOf({ systems: ["other"] }), [
      { system: "other", arg: "RUNTIME_IMAGE", image: "debian:12" },
    ]);
  });
});
