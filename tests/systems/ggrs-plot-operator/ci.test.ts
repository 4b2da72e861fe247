import assert from "node:assert/strict";
import type { System } from "../../../src/catalogue/system.js";
import { tagsFor } from "../../../src/catalogue/tag-policy.js";
import { ci, type CiOptions } from "../../../systems/ggrs-plot-operator/ci.js";
import { ggrsPlotOperator } from "../../../systems/ggrs-plot-operator/index.js";
import { requiredChecksOf } from "../required-checks.js";
import { jobOf, renderedWorkflow, type RenderedJob, stepOf } from "../../src/pipeline/rendered.js";

/** The system with other choices for its workflow. */
function withOptions(options: Partial<CiOptions>): System {
  return {
    ...ggrsPlotOperator,
    workflows: ([operator]) => [ci(operator, { failOnCritical: false, operatorTest: false, ...options })],
  };
}

const names = ({ steps }: RenderedJob) => steps.map(({ name }) => name);

describe("GGRS plot operator: ci.yml", () => {
  const workflow = renderedWorkflow(ggrsPlotOperator, "ci.yml");
  const test = jobOf(workflow, "test");
  const docker = jobOf(workflow, "docker");
  const scan = jobOf(workflow, "scan");

  it("tests every push, pull request and dispatch; of git tags, bare versions alone start it (G21)", () => {
    assert.deepEqual(workflow.on, {
      push: { branches: ["**"], tags: ["[0-9]+.[0-9]+.[0-9]+"] },
      pull_request: null,
      workflow_dispatch: null,
    });
    assert.equal(ggrsPlotOperator.releaseTags, "[0-9]+.[0-9]+.[0-9]+");
    assert.equal(test.if, undefined);
  });

  it("publishes for main and for a pushed tag alone, after the tests (G21, G29)", () => {
    assert.equal(
      docker.if,
      "github.event_name != 'pull_request' && (github.ref == 'refs/heads/main' || (github.event_name == 'push' && github.ref_type == 'tag'))",
    );
    assert.deepEqual(docker.needs, ["test"]);
  });

  it("tests in the document's order, with its commands (G22–G28)", () => {
    assert.deepEqual(
      test.steps.map(({ name, uses, run }) => uses?.replace(/@.*/, "") ?? run?.trim() ?? name),
      [
        "actions/checkout",
        'rustup toolchain install "$RUSTUP_TOOLCHAIN" --profile minimal --component rustfmt,clippy',
        "actions/cache/restore",
        "sudo apt-get update\nsudo apt-get install --yes protobuf-compiler libjemalloc-dev libssl-dev pkg-config",
        "cargo fmt -- --check",
        "cargo clippy -- -D warnings",
        "cargo test --all-features --verbose",
        "cargo test --doc",
        "actions/cache/save",
      ],
    );
  });

  it("tests with the Rust that the image is built with (G1, G3)", () => {
    assert.deepEqual(test.env, { RUSTUP_TOOLCHAIN: "1.75" });
  });

  it("caches Cargo's registry, index and target under the lock's hash (G24)", () => {
    const cached = {
      path: "~/.cargo/registry/index\n~/.cargo/registry/cache\n~/.cargo/git/db\ntarget\n",
      key: "${{ runner.os }}-cargo-registry-${{ hashFiles('**/Cargo.lock') }}",
    };
    assert.deepEqual(stepOf(test, "Restore Cargo cache").with, cached);
    assert.deepEqual(stepOf(test, "Save Cargo cache").with, cached);
  });

  it("restores no cache for a release, and keeps none of a pull request (user pain 6)", () => {
    assert.equal(stepOf(test, "Restore Cargo cache").if, "github.ref_type == 'branch'");
    assert.equal(
      stepOf(test, "Save Cargo cache").if,
      "github.event_name == 'push' && github.ref_type == 'branch' && steps.cargo.outputs.cache-hit != 'true'",
    );
    assert.equal(stepOf(docker, "Build and push").with?.["no-cache"], "${{ github.ref_type == 'tag' }}");
  });

  it("logs in, names, builds, pushes and attests (G29, X3)", () => {
    assert.deepEqual(names(docker), [
      "Check out repository",
      "Set up Docker Buildx",
      "Log in to GHCR",
      "Generate tags and labels",
      "Build and push",
      "Generate artifact attestation",
      "Write job summary",
    ]);
    assert.deepEqual(stepOf(docker, "Log in to GHCR").with, {
      registry: "ghcr.io",
      username: "${{ github.actor }}",
      password: "${{ secrets.GITHUB_TOKEN }}",
    });
    assert.deepEqual(stepOf(docker, "Generate artifact attestation").with, {
      "subject-name": "ghcr.io/tercen/ggrs_plot_operator",
      "subject-digest": "${{ steps.build.outputs.digest }}",
      "push-to-registry": true,
      "create-storage-record": false,
    });
  });

  it("tags main with main and 0.1.0 with 0.1.0; there is no latest and no commit (G30)", () => {
    const { tags } = ggrsPlotOperator.images[0] ?? assert.fail("no image");
    const tagsOf = (ref: string) =>
      tagsFor(tags, { name: "push", ref, sha: "0".repeat(40), defaultBranch: "main" });
    assert.deepEqual(tagsOf("refs/heads/main"), ["main"]);
    assert.deepEqual(tagsOf("refs/tags/0.1.0"), ["0.1.0"]);
    assert.deepEqual(tagsOf("refs/heads/feature"), []);
    assert.deepEqual(stepOf(docker, "Generate tags and labels").with, {
      images: "ghcr.io/tercen/ggrs_plot_operator",
      flavor: "latest=false",
      tags: "type=ref,event=branch,enable={{is_default_branch}}\ntype=ref,event=tag\n",
      labels:
        "org.opencontainers.image.title=ggrs_plot_operator\norg.opencontainers.image.created=1980-01-01T00:00:00.000Z\n",
    });
  });

  it("keeps a cache in the image too, so that --cache-from ghcr.io/… finds one (G32, G33)", () => {
    assert.deepEqual(stepOf(docker, "Build and push").with, {
      context: ".",
      file: "Dockerfile",
      platforms: "linux/amd64",
      push: true,
      tags: "${{ steps.meta.outputs.tags }}",
      outputs: "type=image,rewrite-timestamp=true",
      labels: "${{ steps.meta.outputs.labels }}",
      "build-args": "RUST_IMAGE=rust:1.75-slim-bookworm\nRUNTIME_IMAGE=debian:bookworm-slim\n",
      "no-cache": "${{ github.ref_type == 'tag' }}",
      "cache-from": "type=gha,scope=operator",
      "cache-to":
        "type=inline\n${{ github.ref_type == 'branch' && 'type=gha,scope=operator,mode=max,ignore-error=true,timeout=10m' || '' }}\n",
      provenance: "mode=min",
      sbom: true,
    });
  });

  it("scans the very digest, for the system and the dependencies, and shows it in the Security tab (G34)", () => {
    assert.deepEqual(scan.needs, ["docker"]);
    assert.deepEqual(stepOf(scan, "Scan image").with, {
      "image-ref": "ghcr.io/tercen/ggrs_plot_operator@${{ needs.docker.outputs.digest }}",
      "vuln-type": "os,library",
      severity: "HIGH,CRITICAL",
      "limit-severities-for-sarif": true,
      format: "sarif",
      output: "trivy.sarif",
      version: "v0.70.0",
      cache: false,
    });
    assert.deepEqual(stepOf(scan, "Upload findings to Security tab").with, {
      sarif_file: "trivy.sarif",
      category: "operator",
    });
    assert.equal(docker.outputs?.["digest"], "${{ steps.build.outputs.digest }}");
  });

  it("stops on what is critical where that is chosen, after the findings were shown (G34)", () => {
    const strict = jobOf(renderedWorkflow(withOptions({ failOnCritical: true }), "ci.yml"), "scan");
    assert.deepEqual(names(strict), [...names(scan), "Fail on critical vulnerabilities with a fix"]);
    const { with: inputs } = stepOf(strict, "Fail on critical vulnerabilities with a fix");
    assert.equal(inputs?.["exit-code"], 1);
    assert.equal(inputs["severity"], "CRITICAL");
    assert.equal(inputs["version"], "v0.70.0");
  });

  it("has no operator test unless it is switched on; then its secrets are one step's (G35)", () => {
    assert.deepEqual(Object.keys(workflow.jobs), ["test", "docker", "scan"]);
    const job = jobOf(renderedWorkflow(withOptions({ operatorTest: true }), "ci.yml"), "operator-test");
    assert.deepEqual(job.needs, ["docker"]);
    assert.equal(job.environment, "tercen-test");
    assert.equal(job.env, undefined);
    assert.deepEqual(stepOf(job, "Run operator").env, {
      IMAGE: "ghcr.io/tercen/ggrs_plot_operator@${{ needs.docker.outputs.digest }}",
      TERCEN_ENDPOINT: "${{ secrets.TERCEN_TEST_OPERATOR_URI }}",
      TERCEN_USERNAME: "${{ secrets.TERCEN_TEST_OPERATOR_USERNAME }}",
      TERCEN_PASSWORD: "${{ secrets.TERCEN_TEST_OPERATOR_PASSWORD }}",
    });
  });

  it("gives each job its own rights, and attesting its two (G36)", () => {
    assert.deepEqual(workflow.permissions, {});
    assert.deepEqual(test.permissions, { contents: "read" });
    assert.deepEqual(docker.permissions, {
      contents: "read",
      packages: "write",
      "id-token": "write",
      attestations: "write",
    });
    assert.deepEqual(scan.permissions, { contents: "read", packages: "read", "security-events": "write" });
  });

  it("lets a pull request reach no secret (user pain 14)", () => {
    assert.equal(JSON.stringify(test).includes("secrets."), false);
    // The condition of docker stands in full above.
    assert.equal(scan.if, "github.event_name != 'pull_request'");
  });

  it("lets a pull request wait for the tests", async () => {
    assert.deepEqual(await requiredChecksOf(ggrsPlotOperator), ["Test and lint"]);
  });
});
