import assert from "node:assert/strict";
import { dockerfileBases } from "../../../tools/local/dockerfile-bases.js";

describe("dockerfileBases", () => {
  it("names what the Dockerfiles of the systems with a checkout build on", async () => {
    const bases = await dockerfileBases({ "distributed-colony": "systems/distributed-colony/sample" });
    assert.ok(bases.has("lukemathwalker/cargo-chef:latest-rust-1.87-alpine"));
    assert.ok(bases.has("gcr.io/distroless/cc:nonroot"));
    assert.ok(!bases.has("rust:1.83-slim-bookworm"));
  });

  it("leaves a folder that is not there, and an unknown system, to the program's own check", async () => {
    assert.deepEqual(await dockerfileBases({ cv: "no/such/folder", unknown: "systems" }), new Set());
  });
});
