import assert from "node:assert/strict";
import { slipway } from "./slipway.js";

describe("slipway bases", () => {
  it("prints the images that stand on each public image, and on one with whatever digest", async () => {
    const [all, one] = [
      await slipway(["bases"]),
      await slipway(["bases", `rust:1.87-alpine3.21@sha256:${"0".repeat(64)}`, "--json"]),
    ];
    assert.deepEqual(all.stdout.split("\n"), [
      "rust:1.87-alpine3.21: blog/base, blog/app",
      "gcr.io/distroless/cc:nonroot: blog/app",
      "python:3.12-slim-bookworm: press/press",
      "rust:1.83-slim-bookworm: shop/cart",
      "debian:bookworm-slim: shop/cart",
      "node:20-alpine: tools/ci",
    ]);
    assert.deepEqual(JSON.parse(one.stdout), [
      { base: "rust:1.87-alpine3.21", images: ["blog/base", "blog/app"] },
    ]);
  });

  it("names the image that was meant", async () => {
    const { exitCode, stderr } = await slipway(["bases", "debian:bookwrom-slim"]);
    assert.equal(exitCode, 2);
    assert.match(
      stderr,
      /found: {4}"debian:bookwrom-slim"\n {4}fix: {6}perhaps you meant debian:bookworm-slim$/,
    );
  });
});
