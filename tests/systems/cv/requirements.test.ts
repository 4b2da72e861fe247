import assert from "node:assert/strict";
import { cv } from "../../../systems/cv/index.js";
import { delivered, describeRequirements } from "../requirements.js";

const CACHE_OF_BRANCHES = "cache-to: ${{ github.ref_type == 'branch' && format('type=gha,scope={0},mode=max,";

describeRequirements(cv, {
  workflow: [
    ["C3–C5", "build", "./docker/Dockerfile.prod … ./docker/Dockerfile.dev … ./docker/Dockerfile.minimal"],
    ["C19", "build", "- name: Build\n … http://localhost:3000/health … - name: Build and push"],
    ["C20", "scan", "needs: [build] … ${{ steps.published.outputs.image }} … category: ${{ matrix.id }}"],
    ["C27", "build/Generate tags and labels", "ghcr.io/${{ github.repository_owner }}/${{ matrix.image }}"],
    ["C27", "build/Generate tags and labels", "type=semver,pattern={{version}} … type=sha,format=long"],
    ["pain 6", "build/Build", "load: true", "no-cache: ${{ github.ref_type == 'tag' }}"],
    ["pain 6", "build/Build and push", CACHE_OF_BRANCHES],
  ],
  checks: ["Try prod", "Try dev", "Try minimal"],
  files: [["C13", "docker/buildkitd.toml", "[dns]\n", 'nameservers = ["1.1.1.1", "8.8.8.8", "9.9.9.9"]']],
  absent: ["prod", "dev", "minimal"].map((type) => [
    "C13: resolv.conf",
    `docker/Dockerfile.${type}`,
    /resolv/,
  ]),
});

describe("the Dockerfiles of CV", () => {
  it("prod and minimal compile alike, so that one finds in the cache what the other compiled (C6)", () => {
    const [prod, minimal] = ["prod", "minimal"].map((type) =>
      /^FROM scratch AS vendor\n[\s\S]*?^BUILD\n/m
        .exec(delivered(cv, `docker/Dockerfile.${type}`))?.[0]
        .replace(/Dockerfile\.(prod|minimal)/, "the other"),
    );
    assert.ok(prod);
    assert.equal(prod, minimal);
  });

  it("let the same reach both (C6)", () => {
    assert.equal(
      delivered(cv, "docker/Dockerfile.prod.dockerignore"),
      delivered(cv, "docker/Dockerfile.minimal.dockerignore"),
    );
  });
});
