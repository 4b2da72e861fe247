import assert from "node:assert/strict";
import { dockerfileBases, substituteFor } from "../../../tools/local/substitutes.js";
import { fixtureCatalogue } from "../../fixture-catalogue/index.js";

describe("substitutes", () => {
  it("are found for a public image as a Dockerfile names it", () => {
    assert.equal(substituteFor(`rust:1.83-slim-bookworm@sha256:${"0".repeat(64)}`)?.name, "rust-1.83-debian");
    assert.equal(substituteFor("builder"), undefined);
  });
});

describe("dockerfileBases", () => {
  it("names what the Dockerfiles of the systems with a checkout build on", async () => {
    const blog = "tests/fixture-catalogue/systems/blog/files";
    assert.deepEqual(
      await dockerfileBases({ blog }, fixtureCatalogue),
      new Set(["rust:1.87-alpine3.21", "blog-base:latest", "gcr.io/distroless/cc:nonroot"]),
    );
  });

  it("leaves a folder that is not there, and an unknown system, to the program's own check", async () => {
    const checkouts = { press: "no/such/folder", unknown: "systems" };
    assert.deepEqual(await dockerfileBases(checkouts, fixtureCatalogue), new Set());
  });
});
