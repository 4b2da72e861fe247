import assert from "node:assert/strict";
import { cv } from "../../../systems/cv/index.js";
import { requiredChecksOf } from "../required-checks.js";
import { jobOf, renderedWorkflow, stepOf } from "../../src/pipeline/rendered.js";

describe("CV: docker.yml", () => {
  const workflow = renderedWorkflow(cv, "docker.yml");
  const build = jobOf(workflow, "build");
  const trial = jobOf(workflow, "pull-request");
  const names = ({ steps }: typeof build) => steps.map(({ name }) => name);

  it("runs on main, on release tags, in pull requests and by hand", () => {
    assert.deepEqual(workflow.on, {
      push: { branches: ["main"], tags: ["v*"] },
      pull_request: { branches: ["main"] },
      workflow_dispatch: null,
    });
  });

  it("builds the three types, each with a reference of its own (C1, C3–C5, C27, X4, pain 10)", () => {
    assert.deepEqual(build.strategy?.matrix.include, [
      {
        id: "prod",
        dockerfile: "./docker/Dockerfile.prod",
        context: ".",
        image: "cv",
        build_args:
          "RUST_ALPINE_IMAGE=rust:1.87-alpine3.21\nALPINE_IMAGE=alpine:3.21\nVERSION=${{ github.sha }}\n",
      },
      {
        id: "dev",
        dockerfile: "./docker/Dockerfile.dev",
        context: ".",
        image: "cv-dev",
        build_args: "RUST_DEBIAN_IMAGE=rust:1.87-slim-bookworm\nVERSION=${{ github.sha }}\n",
      },
      {
        id: "minimal",
        dockerfile: "./docker/Dockerfile.minimal",
        context: ".",
        image: "cv-minimal",
        build_args:
          "RUST_ALPINE_IMAGE=rust:1.87-alpine3.21\nDISTROLESS_IMAGE=gcr.io/distroless/static:nonroot\nVERSION=${{ github.sha }}\n",
      },
    ]);
    assert.equal(stepOf(build, "Build and push").with?.["platforms"], "linux/amd64");
  });

  it("names them by version and commit, below the owner in lower case (C27)", () => {
    // The action lowers the case of what it is given.
    assert.deepEqual(stepOf(build, "Generate tags and labels").with, {
      images: "ghcr.io/${{ github.repository_owner }}/${{ matrix.image }}",
      flavor: "latest=false",
      tags: "type=semver,pattern={{version}}\ntype=sha,format=long\ntype=sha\ntype=raw,value=latest,enable={{is_default_branch}}\n",
      labels:
        "org.opencontainers.image.title=${{ matrix.image }}\norg.opencontainers.image.created=1980-01-01T00:00:00.000Z\n",
    });
  });

  it("pushes no prod image that does not answer (C19)", () => {
    assert.deepEqual(names(build), [
      "Check out repository",
      "Set up Docker Buildx",
      "Log in to GHCR",
      "Generate tags and labels",
      "Build",
      "Check health endpoint",
      "Build and push",
      "Install cosign",
      "Sign image",
      "Write job summary",
      "Export image reference",
      "Upload image reference",
    ]);
    const check = stepOf(build, "Check health endpoint");
    assert.equal(check.if, "matrix.id == 'prod'");
    assert.equal(check.env?.["IMAGE"], stepOf(build, "Build").with?.["tags"]);
    assert.deepEqual(check.run?.split("\n"), [
      'docker run --detach --name candidate --publish 127.0.0.1:3000:3000 "$IMAGE"',
      "trap 'docker logs candidate' ERR",
      "curl --fail --silent --show-error --retry 30 --retry-delay 1 --retry-all-errors http://localhost:3000/health",
      "docker rm --force candidate",
      "",
    ]);
  });

  it("pushes what it tried, and keeps a cache of nothing else", () => {
    const tried = stepOf(build, "Build").with;
    const pushed = stepOf(build, "Build and push").with;
    for (const input of ["context", "file", "platforms", "build-args", "labels"]) {
      assert.equal(tried?.[input], pushed?.[input], input);
    }
    assert.equal(tried?.["load"], true);
    assert.equal(tried["no-cache"], "${{ github.ref_type == 'tag' }}");
    assert.equal(tried["cache-from"], "type=gha,scope=${{ matrix.id }}");
    assert.equal(tried["cache-to"], undefined);
    assert.equal(pushed?.["no-cache"], undefined);
    assert.equal(pushed?.["cache-from"], undefined);
    assert.equal(
      pushed?.["cache-to"],
      "${{ github.ref_type == 'branch' && format('type=gha,scope={0},mode=max,ignore-error=true,timeout=10m', matrix.id) || '' }}",
    );
  });

  it("scans each image by its digest, in a job that can push nothing (C20)", () => {
    const scan = jobOf(workflow, "scan");
    assert.deepEqual(scan.needs, ["build"]);
    assert.deepEqual(scan.permissions, { contents: "read", packages: "read", "security-events": "write" });
    assert.deepEqual(scan.strategy?.matrix.include, [{ id: "prod" }, { id: "dev" }, { id: "minimal" }]);
    assert.equal(stepOf(scan, "Scan image").with?.["image-ref"], "${{ steps.published.outputs.image }}");
    assert.deepEqual(stepOf(scan, "Upload findings to Security tab").with, {
      sarif_file: "trivy.sarif",
      category: "${{ matrix.id }}",
    });
  });

  it("grants the build what it needs and nothing else", () => {
    assert.deepEqual(workflow.permissions, {});
    assert.deepEqual(build.permissions, { contents: "read", packages: "write", "id-token": "write" });
  });

  it("builds and tries a pull request with no right to write and no secret (pain 14)", () => {
    assert.equal(trial.if, "github.event_name == 'pull_request'");
    assert.equal(build.if, "github.event_name != 'pull_request'");
    assert.deepEqual(trial.permissions, { contents: "read" });
    assert.equal(JSON.stringify(trial).includes("secrets."), false);
    assert.deepEqual(names(trial), [
      "Check out repository",
      "Set up Docker Buildx",
      "Build",
      "Check health endpoint",
    ]);
    assert.deepEqual(trial.strategy, build.strategy);
    assert.equal(stepOf(trial, "Build").with?.["cache-to"], undefined);
  });

  it("lets a pull request wait for each image to build", async () => {
    assert.deepEqual(await requiredChecksOf(cv), ["Try prod", "Try dev", "Try minimal"]);
  });
});
