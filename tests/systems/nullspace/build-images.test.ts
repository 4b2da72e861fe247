import assert from "node:assert/strict";
import { nullspace } from "../../../systems/nullspace/index.js";
import { requiredChecksOf } from "../required-checks.js";
import { jobOf, renderedWorkflow, stepOf } from "../../src/pipeline/rendered.js";

describe("Nullspace: build-images.yml", () => {
  const workflow = renderedWorkflow(nullspace, "build-images.yml");
  const job = jobOf(workflow, "build");

  it("runs on main, master, release tags, pull requests and by hand (N1–N5)", () => {
    assert.deepEqual(workflow.on, {
      push: { branches: ["main", "master"], tags: ["v*"] },
      pull_request: { branches: ["main", "master"] },
      workflow_dispatch: null,
    });
  });

  it("builds six services from one matrix (N7–N13)", () => {
    const variables = [
      "VITE_URL",
      "VITE_AUTH_URL",
      "VITE_AUTH_PROXY_URL",
      "VITE_IDENTITY",
      "VITE_STRIPE_TIERS",
      "VITE_STRIPE_PRICE_ID",
      "VITE_STRIPE_TIER",
    ];
    assert.deepEqual(job.strategy?.matrix.include, [
      {
        id: "simulator",
        dockerfile: "./Dockerfile",
        context: ".",
        image: "nullspace-simulator",
        build_args: "RUST_IMAGE=rust:1.83-slim-bookworm\nRUNTIME_IMAGE=debian:bookworm-slim\n",
      },
      { id: "node", dockerfile: "./node/Dockerfile", context: ".", image: "nullspace-node" },
      { id: "gateway", dockerfile: "./gateway/Dockerfile", context: ".", image: "nullspace-gateway" },
      { id: "auth", dockerfile: "./services/auth/Dockerfile", context: ".", image: "nullspace-auth" },
      {
        id: "website",
        dockerfile: "./website/Dockerfile",
        context: ".",
        image: "nullspace-website",
        build_args: variables.map((name) => `${name}\n`).join(""),
      },
      { id: "ops", dockerfile: "./services/ops/Dockerfile", context: ".", image: "nullspace-ops" },
    ]);
  });

  it("takes the website's arguments from variables or secrets, outside the matrix (N14, N15)", () => {
    const { env } = stepOf(job, "Set build arguments");
    assert.equal(env?.["VITE_STRIPE_TIERS"], "${{ vars.VITE_STRIPE_TIERS || secrets.VITE_STRIPE_TIERS }}");
    assert.equal(JSON.stringify(job.strategy).includes("secrets."), false);
  });

  it("logs in and pushes for anything but a pull request (N6, N18, N19, N24, N25)", () => {
    assert.equal(job.if, "github.event_name != 'pull_request'");
    const login = stepOf(job, "Log in to GHCR");
    assert.equal(login.if, "github.event_name != 'pull_request'");
    assert.deepEqual(login.with, {
      registry: "ghcr.io",
      username: "${{ github.repository_owner }}",
      password: "${{ secrets.GITHUB_TOKEN }}",
    });
    const { with: inputs } = stepOf(job, "Build and push");
    assert.equal(inputs?.["push"], "${{ github.event_name != 'pull_request' }}");
    assert.equal(inputs["context"], "${{ matrix.context }}");
    assert.equal(inputs["file"], "${{ matrix.dockerfile }}");
    assert.equal(inputs["tags"], "${{ steps.meta.outputs.tags }}");
    assert.equal(inputs["labels"], "${{ steps.meta.outputs.labels }}");
    assert.equal(inputs["build-args"], "${{ steps.args.outputs.build_args || '' }}");
    assert.equal(inputs["platforms"], "linux/amd64");
  });

  it("tags by branch, git tag and commit, and latest on the default branch alone (N20–N22)", () => {
    const meta = stepOf(job, "Generate tags and labels");
    assert.equal(meta.id, "meta");
    assert.deepEqual(meta.with, {
      images: "ghcr.io/${{ github.repository_owner }}/${{ matrix.image }}",
      flavor: "latest=false",
      tags: "type=ref,event=branch\ntype=ref,event=tag\ntype=sha\ntype=raw,value=latest,enable={{is_default_branch}}\n",
      labels:
        "org.opencontainers.image.title=${{ matrix.image }}\norg.opencontainers.image.created=1980-01-01T00:00:00.000Z\n",
    });
  });

  it("keeps each service's cache in a scope of its own (N26)", () => {
    const { with: inputs } = stepOf(job, "Build and push");
    assert.equal(inputs?.["cache-from"], "type=gha,scope=${{ matrix.id }}");
    assert.equal(
      inputs["cache-to"],
      "${{ github.ref_type == 'branch' && format('type=gha,scope={0},mode=max,ignore-error=true,timeout=10m', matrix.id) || '' }}",
    );
  });

  it("grants what it needs and nothing else (N27), on one kind of runner (N28)", () => {
    assert.deepEqual(workflow.permissions, {});
    assert.deepEqual(job.permissions, { contents: "read", packages: "write", "id-token": "write" });
    assert.equal(job["runs-on"], "ubuntu-24.04");
  });

  it("publishes the digest and the command that goes back to it (N30)", () => {
    assert.match(
      stepOf(job, "Write job summary").run ?? "",
      /imagetools create --prefer-index=false --tag \$reference/,
    );
  });

  describe("for a pull request", () => {
    const trial = jobOf(workflow, "pull-request");

    it("only builds, with no right to write and no secret (N6)", () => {
      assert.equal(trial.if, "github.event_name == 'pull_request'");
      assert.deepEqual(trial.permissions, { contents: "read" });
      assert.equal(JSON.stringify(trial).includes("secrets."), false);
      assert.deepEqual(
        trial.steps.map(({ name }) => name),
        ["Check out repository", "Set up Docker Buildx", "Set build arguments", "Build"],
      );
      const { with: inputs } = stepOf(trial, "Build");
      assert.equal(inputs?.["push"], false);
      assert.equal("cache-to" in inputs, false);
    });

    it("builds the website with safe defaults (N45)", () => {
      const { env } = stepOf(trial, "Set build arguments");
      assert.equal(env?.["VITE_URL"], "${{ vars.VITE_URL || 'http://localhost:8080' }}");
    });

    it("builds the same images from the same inputs", () => {
      assert.deepEqual(trial.strategy, job.strategy);
    });
  });

  it("lets a pull request wait for every service to build", async () => {
    assert.deepEqual(
      await requiredChecksOf(nullspace),
      ["simulator", "node", "gateway", "auth", "website", "ops"].map((id) => `Try ${id}`),
    );
  });
});
