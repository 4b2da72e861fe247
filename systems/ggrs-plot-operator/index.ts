import type { System } from "../../src/catalogue/system.js";
import type { ImageSpec } from "../../src/catalogue/image-spec.js";
import { metadataLines } from "../../src/catalogue/tag-policy.js";
import type { Job, Workflow } from "../../src/catalogue/workflow-model.js";
import {
  proveIdentity,
  pushPackages,
  readPackages,
  readSources,
  uploadFindings,
  writeAttestations,
} from "../../src/pipeline/permissions.js";
import { attest, writeSummary } from "../../src/pipeline/steps/published.js";
import { build, imageSource } from "../../src/pipeline/steps/build.js";
import { setUpBuildx, checkOut } from "../../src/pipeline/steps/first-steps.js";
import { logInToGhcr } from "../../src/pipeline/steps/login.js";
import { generateTags, ownLabels } from "../../src/pipeline/steps/metadata.js";
import {
  installRust,
  saveCargoCache,
  restoreCargoCache,
  toolchainOf,
} from "../../src/pipeline/steps/toolchains.js";
import { scan } from "../../src/pipeline/steps/scan.js";

/** GGRS plot operator: one Rust program on GHCR, tested, scanned and attested (G1–G44). */
export const ggrsPlotOperator: System = {
  name: "ggrs-plot-operator",
  owner: "tercen",
  repository: "ggrs_plot_operator",
  registry: "ghcr",
  // G21: no `v`.
  releaseTags: "[0-9]+.[0-9]+.[0-9]+",
  versions: { RUST_IMAGE: "rust:1.75-slim-bookworm", RUNTIME_IMAGE: "debian:bookworm-slim" },
  images: [
    {
      id: "operator",
      repository: "ggrs_plot_operator",
      dockerfile: "Dockerfile",
      context: ".",
      // G11: the Dockerfile names a library by its x86_64 path.
      platforms: ["linux/amd64"],
      versionArgs: ["RUST_IMAGE", "RUNTIME_IMAGE"],
      tags: [{ kind: "branch", branches: "default" }, { kind: "git-tag" }],
    },
  ],
  workflows: ([operator]) => [ci(operator, { failOnCritical: false, operatorTest: false })],
  dependencyUpdates: [{ ecosystem: "cargo", directories: ["/"] }],
};

/** What of the pipeline is a choice. */
export interface CiOptions {
  /** Whether a critical vulnerability that has a fix fails the run (G34). */
  readonly failOnCritical: boolean;
  /**
   * Whether the published image is tried in Tercen's test environment (G35). Before switching it on, make the GitHub
   * environment `tercen-test` with the secrets TERCEN_TEST_OPERATOR_USERNAME, _PASSWORD and _URI.
   */
  readonly operatorTest: boolean;
}

/** G21–G36: tests for every change, an image for `main` and for releases. */
export function ci(operator: ImageSpec, { failOnCritical, operatorTest }: CiOptions): Workflow {
  const image = `ghcr.io/tercen/${operator.repository}`;
  const published = `${image}@\${{ needs.docker.outputs.digest }}`;
  return {
    name: "CI",
    file: "ci.yml",
    about: [
      "Tests every push and pull request. For main and for release tags such as 0.1.0 it also publishes and scans the image,",
      "tagged with the name of the branch or tag.",
    ],
    on: {
      push: { branches: ["**"], tags: ["[0-9]+.[0-9]+.[0-9]+"] },
      pullRequest: {},
      dispatch: true,
    },
    jobs: {
      test: test(operator),
      docker: docker(operator, image),
      scan: scanning(published, failOnCritical),
      ...(operatorTest && { "operator-test": operatorTesting(published) }),
    },
  };
}

/** G22–G28, in the document's order. */
function test(image: ImageSpec): Job {
  return {
    name: "Test and lint",
    runsOn: "ubuntu-24.04",
    timeoutMinutes: 45,
    permissions: readSources,
    env: {
      RUSTUP_TOOLCHAIN: {
        value: toolchainOf(image.buildArgs["RUST_IMAGE"] ?? ""),
        note: "same toolchain as the image",
      },
    },
    steps: [
      checkOut,
      installRust,
      restoreCargoCache,
      {
        name: "Install system packages",
        run: "sudo apt-get update\nsudo apt-get install --yes protobuf-compiler libjemalloc-dev libssl-dev pkg-config\n",
      },
      { name: "Check formatting", run: "cargo fmt -- --check" },
      { name: "Lint", run: "cargo clippy -- -D warnings" },
      { name: "Run tests", run: "cargo test --all-features --verbose" },
      { name: "Run doc tests", run: "cargo test --doc" },
      saveCargoCache,
    ],
  };
}

/** G29–G33, G36. */
function docker(spec: ImageSpec, image: string): Job {
  const digest = "${{ steps.build.outputs.digest }}";
  return {
    name: "Build and publish the image",
    note: [
      "Runs only for main and for pushed release tags, also when a person starts the workflow on another branch.",
    ],
    needs: ["test"],
    if: "github.event_name != 'pull_request' && (github.ref == 'refs/heads/main' || (github.event_name == 'push' && github.ref_type == 'tag'))",
    runsOn: "ubuntu-24.04",
    timeoutMinutes: 60,
    permissions: { ...readSources, ...pushPackages, ...proveIdentity, ...writeAttestations },
    outputs: { digest },
    steps: [
      checkOut,
      setUpBuildx,
      logInToGhcr("github.actor"),
      generateTags({ image, tags: metadataLines(spec.tags), labels: ownLabels(spec) }),
      build({
        name: "Build and push",
        id: "build",
        source: imageSource(spec, { labels: "${{ steps.meta.outputs.labels }}" }),
        destination: { kind: "registry", tags: "${{ steps.meta.outputs.tags }}" },
        cache: { scope: "operator", write: true, inImage: true },
      }),
      attest({ image, digest }),
      writeSummary({ digest, tags: "${{ steps.meta.outputs.tags }}" }),
    ],
  };
}

/** G34: operating system and dependencies, in a job that can publish nothing. */
function scanning(image: string, failOnCritical: boolean): Job {
  return {
    name: "Scan the image",
    needs: ["docker"],
    if: "github.event_name != 'pull_request'",
    runsOn: "ubuntu-24.04",
    timeoutMinutes: 20,
    permissions: { ...readSources, ...readPackages, ...uploadFindings },
    steps: [checkOut, logInToGhcr("github.actor"), ...scan({ image, category: "operator", failOnCritical })],
  };
}

/** G35: the image as it was published, against Tercen's test environment. */
function operatorTesting(image: string): Job {
  return {
    name: "Try the operator in Tercen",
    needs: ["docker"],
    if: "github.event_name != 'pull_request'",
    runsOn: "ubuntu-24.04",
    timeoutMinutes: 20,
    permissions: readPackages,
    environment: "tercen-test",
    steps: [
      logInToGhcr("github.actor"),
      {
        name: "Run operator",
        env: {
          IMAGE: image,
          TERCEN_ENDPOINT: "${{ secrets.TERCEN_TEST_OPERATOR_URI }}",
          TERCEN_USERNAME: "${{ secrets.TERCEN_TEST_OPERATOR_USERNAME }}",
          TERCEN_PASSWORD: "${{ secrets.TERCEN_TEST_OPERATOR_PASSWORD }}",
        },
        run: 'docker run --rm --env TERCEN_ENDPOINT --env TERCEN_USERNAME --env TERCEN_PASSWORD "$IMAGE"',
      },
    ],
  };
}
