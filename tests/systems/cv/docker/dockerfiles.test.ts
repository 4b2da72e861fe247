import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { project } from "../../../../tools/local/directories.js";

const docker = join(project, "systems", "cv", "files", "docker");
const read = (name: string) => readFileSync(join(docker, name), "utf8");

describe("CV: the Dockerfiles", () => {
  it("prod and minimal compile alike, so that one finds in the cache what the other compiled (C6)", () => {
    const compiling = (name: string) =>
      /^FROM scratch AS vendor\n[\s\S]*?^BUILD\n/m
        .exec(read(name))?.[0]
        .replace(/Dockerfile\.(prod|minimal)/, "the other");
    assert.ok(compiling("Dockerfile.prod"));
    assert.equal(compiling("Dockerfile.prod"), compiling("Dockerfile.minimal"));
    assert.equal(read("Dockerfile.prod.dockerignore"), read("Dockerfile.minimal.dockerignore"));
  });

  it("none writes resolv.conf, which BuildKit mounts into every step (C13)", () => {
    for (const type of ["prod", "dev", "minimal"]) assert.doesNotMatch(read(`Dockerfile.${type}`), /resolv/);
  });
});
