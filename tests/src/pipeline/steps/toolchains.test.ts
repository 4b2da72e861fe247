import assert from "node:assert/strict";
import { toolchainOf } from "../../../../src/pipeline/steps/toolchains.js";

describe("the toolchain of an image of Rust", () => {
  for (const [image, toolchain] of [
    ["rust:1.75-slim-bookworm", "1.75"],
    ["rust:1.83.0-alpine", "1.83.0"],
    ["rust:1.87@sha256:" + "0".repeat(64), "1.87"],
    ["rust:slim", "stable"],
    ["rust:latest", "stable"],
    ["tercen/rust-operator-base:1.75", "stable"],
  ] as const) {
    it(`is ${toolchain} for ${image}`, () => {
      assert.equal(toolchainOf(image), toolchain);
    });
  }
});
