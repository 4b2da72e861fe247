import assert from "node:assert/strict";
import { phialo } from "../../../systems/phialo/index.js";
import { requiredChecksOf } from "../required-checks.js";
import { jobOf, renderedWorkflow, stepOf } from "../../src/pipeline/rendered.js";

describe("Phialo: ci-base-image.yml", () => {
  const workflow = renderedWorkflow(phialo, "ci-base-image.yml");
  const build = jobOf(workflow, "build");
  const publish = jobOf(workflow, "publish");
  const paths = ["Dockerfile.base", "scripts/test-ci-base.sh", ".github/workflows/ci-base-image.yml"];
  const cells = [
    { id: "amd64", platform: "linux/amd64", runner: "ubuntu-24.04" },
    { id: "arm64", platform: "linux/arm64", runner: "ubuntu-24.04-arm" },
  ];
  const names = ({ steps }: typeof build) => steps.map(({ name }) => name);

  it("runs when its files change, on release tags, in pull requests, by hand and every week (P18)", () => {
    assert.deepEqual(workflow.on, {
      push: { branches: ["main"], tags: ["v*"], paths },
      pull_request: { branches: ["main"], paths },
      workflow_dispatch: null,
      schedule: [{ cron: "17 4 * * 1" }],
    });
  });

  it("builds Dockerfile.base with Node, pnpm and the inline cache as arguments (P1, P3, P9, P15, X4)", () => {
    for (const name of ["Build", "Push by digest"]) {
      const { with: inputs } = stepOf(build, name);
      assert.equal(inputs?.["context"], ".");
      assert.equal(inputs["file"], "Dockerfile.base");
      assert.equal(
        inputs["build-args"],
        "BUILDKIT_INLINE_CACHE=1\nNODE_IMAGE=node:20-alpine\nPNPM_VERSION=9.15.2\n",
      );
    }
    assert.equal(stepOf(build, "Set image name").env?.["REPOSITORY"], "phialo-ci-base");
  });

  it("builds each platform on a machine of its own, and merges them once (P11, pain 23)", () => {
    assert.deepEqual(Object.keys(workflow.jobs), ["build", "publish", "pull-request"]);
    assert.deepEqual(build.strategy?.matrix.include, cells);
    assert.equal(build["runs-on"], "${{ matrix.runner }}");
    assert.equal(stepOf(build, "Build").with?.["platforms"], "${{ matrix.platform }}");
    assert.equal(stepOf(build, "Push by digest").with?.["platforms"], "${{ matrix.platform }}");
    assert.equal(publish.strategy, undefined);
  });

  it("checks every tool before anything is pushed (P16)", () => {
    assert.deepEqual(names(build), [
      "Check out repository",
      "Set up Docker Buildx",
      "Log in to GHCR",
      "Set image name",
      "Generate tags and labels",
      "Build",
      "Check every tool",
      "Scan for known vulnerabilities",
      "Measure image",
      "Push by digest",
      "Export digest",
      "Upload digest",
    ]);
    assert.equal(stepOf(build, "Check every tool").run, 'bash scripts/test-ci-base.sh "$IMAGE"');
    const candidate = "phialo-ci-base:candidate";
    assert.equal(stepOf(build, "Check every tool").env?.["IMAGE"], candidate);
    assert.equal(stepOf(build, "Build").with?.["tags"], candidate);
    assert.equal(stepOf(build, "Build").with?.["load"], true);
    assert.equal(stepOf(build, "Build").with?.["cache-to"], undefined);
  });

  it("keeps a cache for each platform, with GitHub and in the registry (P12)", () => {
    assert.equal(
      stepOf(build, "Build").with?.["cache-from"],
      "type=gha,scope=ci-base-${{ matrix.id }}\ntype=registry,ref=${{ steps.image.outputs.name }}:buildcache-${{ matrix.id }}\n",
    );
    assert.equal(
      stepOf(build, "Push by digest").with?.["cache-to"],
      "${{ github.ref_type == 'branch' && format('type=gha,scope=ci-base-{0},mode=max,ignore-error=true,timeout=10m', matrix.id) || '' }}\n" +
        "${{ github.ref_type == 'branch' && format('type=registry,ref={0}:buildcache-{1},mode=max,ignore-error=true', steps.image.outputs.name, matrix.id) || '' }}\n",
    );
  });

  it("builds releases, and every week, without what earlier runs left behind (P18)", () => {
    assert.equal(
      stepOf(build, "Build").with?.["no-cache"],
      "${{ github.ref_type == 'tag' || github.event_name == 'schedule' }}",
    );
  });

  it("moves no tag unless every platform is good (pain 17)", () => {
    assert.deepEqual(publish.needs, ["build"]);
    assert.equal(publish.if, undefined);
    assert.equal(build.strategy?.["fail-fast"], false);
    const { with: inputs } = stepOf(build, "Push by digest");
    assert.equal(inputs?.["tags"], undefined);
    assert.match(String(inputs?.["outputs"]), /,push-by-digest=true,name-canonical=true,push=true,/);
  });

  it("names the image by version and commit, and latest on the default branch alone (P15)", () => {
    assert.deepEqual(stepOf(publish, "Generate tags and labels").with, {
      images: "ghcr.io/${{ github.repository_owner }}/phialo-ci-base",
      flavor: "latest=false",
      tags: "type=semver,pattern={{version}}\ntype=sha,format=long\ntype=raw,value=latest,enable={{is_default_branch}}\n",
      labels:
        "org.opencontainers.image.title=phialo-ci-base\norg.opencontainers.image.created=1980-01-01T00:00:00.000Z\n",
    });
  });

  it("signs by digest, and says how to come back and what was measured (P19)", () => {
    assert.deepEqual(names(publish), [
      "Download digests",
      "Log in to GHCR",
      "Generate tags and labels",
      "Create manifest list and push",
      "Install cosign",
      "Sign image",
      "Write job summary",
      "Write measurements to job summary",
    ]);
    for (const name of ["Sign image", "Write job summary"]) {
      assert.equal(stepOf(publish, name).env?.["DIGEST"], "${{ steps.index.outputs.digest }}");
    }
    assert.match(
      stepOf(publish, "Write measurements to job summary").run ?? "",
      /\| platform \| size \| layers \| build time \| steps from cache \| known vulnerabilities \|/,
    );
  });

  it("grants each job what it needs and nothing else", () => {
    assert.deepEqual(workflow.permissions, {});
    assert.deepEqual(build.permissions, { contents: "read", packages: "write" });
    assert.deepEqual(publish.permissions, { packages: "write", "id-token": "write" });
  });

  describe("for a pull request", () => {
    const trial = jobOf(workflow, "pull-request");

    it("builds and checks every tool, with no right to write and no secret (pain 14)", () => {
      assert.equal(trial.if, "github.event_name == 'pull_request'");
      assert.equal(build.if, "github.event_name != 'pull_request'");
      assert.deepEqual(trial.permissions, { contents: "read" });
      assert.equal(JSON.stringify(trial).includes("secrets."), false);
      assert.deepEqual(names(trial), [
        "Check out repository",
        "Set up Docker Buildx",
        "Build",
        "Check every tool",
      ]);
    });

    it("builds the same from the same inputs, and leaves nothing in the cache (pain 6)", () => {
      assert.deepEqual(trial.strategy, build.strategy);
      const own = stepOf(trial, "Build").with;
      const published = stepOf(build, "Build").with;
      for (const input of ["context", "file", "platforms", "build-args", "load", "tags"]) {
        assert.equal(own?.[input], published?.[input], input);
      }
      assert.equal(own?.["cache-to"], undefined);
      assert.equal(own?.["cache-from"], "type=gha,scope=ci-base-${{ matrix.id }}");
    });
  });

  it("lets a pull request wait for nothing: its checks run only where some paths change", async () => {
    assert.deepEqual(await requiredChecksOf(phialo), []);
  });
});
