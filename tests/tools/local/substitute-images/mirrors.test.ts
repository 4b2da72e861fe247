import assert from "node:assert/strict";
import {
  mirrorOf,
  parseImageName,
  substituteRepository,
} from "../../../../tools/local/substitute-images/mirrors.js";
import { recipes } from "../../../../tools/local/substitute-images/recipes.js";

describe("mirrors", () => {
  it("completes a name as Docker does, and leaves its digest out", () => {
    const digest = `sha256:${"0".repeat(64)}`;
    for (const [name, host, repository, tag] of [
      ["rust:1.83-slim-bookworm", "docker.io", "library/rust", "1.83-slim-bookworm"],
      ["debian", "docker.io", "library/debian", "latest"],
      ["a/b:c", "docker.io", "a/b", "c"],
      ["gcr.io/distroless/cc:nonroot", "gcr.io", "distroless/cc", "nonroot"],
      [`localhost:5055/a@${digest}`, "localhost:5055", "a", "latest"],
    ] as const) {
      assert.deepEqual(parseImageName(name), { host, repository, tag });
    }
    assert.equal(parseImageName("${BASE}"), undefined);
  });

  it("pushes every substitute to where BuildKit's mirror looks", () => {
    for (const reference of recipes.flatMap(({ references }) => references)) {
      const name = parseImageName(reference);
      assert.ok(name);
      assert.equal(
        `localhost:5055/${substituteRepository(name)}`,
        `${mirrorOf(name.host, "localhost:5055")}/${name.repository}`,
      );
    }
  });
});
