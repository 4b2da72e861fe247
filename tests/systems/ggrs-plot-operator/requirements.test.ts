import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { parse } from "smol-toml";
import { cargoProblems } from "../../../src/delivery/drift/cargo-agreement.js";
import { ggrsPlotOperator } from "../../../systems/ggrs-plot-operator/index.js";
import { delivered, describeRequirements } from "../requirements.js";

const guide = "docs/docker.md";
const CARGO_BUILD = "\ncargo build --release --features jemalloc --locked\n";
const JEMALLOC = "background_thread:true,metadata_thp:auto,dirty_decay_ms:30000,muzzy_decay_ms:30000";

describeRequirements(ggrsPlotOperator, {
  workflow: [
    ["G21", "on", 'branches: ["**"] … tags: ["[0-9]+.[0-9]+.[0-9]+"] … pull_request: … workflow_dispatch:'],
    [
      "G21: main",
      "docker",
      "if: github.event_name != 'pull_request' && (github.ref == 'refs/heads/main' || (",
    ],
    ["G21: releases", "docker", "(github.event_name == 'push' && github.ref_type == 'tag'))"],
    ["G1, G3", "test", 'RUSTUP_TOOLCHAIN: "1.75"'],
    ["G22, G23, G25", "test", "checkout@ … rustfmt,clippy … protobuf-compiler libjemalloc-dev libssl-dev"],
    ["G26–G28", "test", "cargo fmt -- --check … cargo clippy -- -D warnings"],
    ["G26–G28", "test", "cargo test --all-features --verbose … cargo test --doc"],
    ["G24", "test/Restore Cargo cache", "if: github.ref_type == 'branch' … ~/.cargo/registry/index … target"],
    ["G24", "test/Restore Cargo cache", "${{ runner.os }}-cargo-registry-${{ hashFiles('**/Cargo.lock') }}"],
    ["G24", "test/Save Cargo cache", "if: github.event_name == 'push' && github.ref_type == 'branch' && "],
    ["G29, X3", "docker", "needs: [test] … ${{ github.actor }} … - name: Build and push … attest@"],
    ["G30, G33", "docker/Generate tags and labels", "ghcr.io/tercen/ggrs_plot_operator … latest=false"],
    [
      "G30",
      "docker/Generate tags and labels",
      "type=ref,event=branch,enable={{is_default_branch}}\ntype=ref",
    ],
    ["G30", "docker/Generate tags and labels", "tags: |\ntype=ref … type=ref,event=tag\nlabels:"],
    [
      "G32",
      "docker/Build and push",
      "no-cache: ${{ github.ref_type == 'tag' }}",
      "type=inline … type=gha,scope=operator,mode=max",
    ],
    ["G34", "scan/Scan image", "@${{ needs.docker.outputs.digest }} … os,library … HIGH,CRITICAL … sarif"],
    ["G36", "docker", "contents: read … packages: write … id-token: write … attestations: write"],
    ["G36", "scan", "contents: read … packages: read … security-events: write"],
  ],
  checks: ["Test and lint"],
  files: [
    ["G1", "Dockerfile", "ARG RUST_IMAGE=rust:1.75-slim-bookworm\n … RUNTIME_IMAGE=debian:bookworm"],
    ["G6", "Dockerfile", `${CARGO_BUILD} … ${CARGO_BUILD}`],
    ["G12", "Dockerfile", '_RELEASE_LTO=true\n … _CODEGEN_UNITS=1\n … _OPT_LEVEL="z"\n … _STRIP=true\n'],
    ["G3", guide, "Cargo 1.78 and newer can write a `Cargo.lock` of version 4, which Rust 1.75 cannot read"],
    ["G14", guide, "Optimising for size costs speed at run time"],
    ["G39", guide, "# Output: /usr/lib/x86_64-linux-gnu/libjemalloc.so.2\n", `# Output: ${JEMALLOC}\n`],
    ["G41", guide, "without it there is no cache"],
    ...["Updates", "Scans", "Network", "Limits"].map((topic) => ["G44", guide, `**${topic}.`] as const),
  ],
  absent: [
    ["G14: size is free", guide, /no impact on runtime performance/i],
    ["G31, G43: other tags", guide, /ghcr\.io\/tercen\/ggrs_plot_operator:(?!(?:main|test)\b)[\w.-]/],
    ["G40: profiling without a dump", guide, /MALLOC_CONF=(?=\S*prof:true)(?!\S*prof_final:true)/],
  ],
  ignored: { ".dockerignore": "* !Cargo.toml !Cargo.lock !build.rs !protos !src" },
});

describe("GGRS's docs/docker.md has a row with a remedy (G41)", () => {
  for (const message of [
    "error: linking with cc failed",
    "error: failed to compile",
    "proto file not found",
    "cannot open shared object file: libjemalloc.so.2",
    "permission denied",
    "connection refused to Tercen",
    "Error: buildx failed with: error: denied: permission_denied",
    'Error: failed to solve: process "/bin/sh -c cargo build"',
  ])
    it(`for ${message}`, () => {
      const row = delivered(ggrsPlotOperator, guide)
        .split("\n")
        .find((line) => line.startsWith("| `") && line.includes(`\`${message}\``));
      assert.match(row ?? "", /^(?:\|[^|]*[^|\s][^|]*){3}\|/);
    });
});

describe("GGRS's Cargo fragments (G13, G15)", () => {
  const profiles = delivered(ggrsPlotOperator, "docs/cargo-profiles.toml");
  const features = delivered(ggrsPlotOperator, "docs/cargo-features.toml");
  /** The parser's tables have no prototype; these do, as the literals they are compared with. */
  const toml = (text: string) => structuredClone(parse(text));

  it("are the document's", () => {
    assert.deepEqual(toml(`${features}\n${profiles}`), {
      features: { default: ["jemalloc"], jemalloc: ["tikv-jemallocator"] },
      dependencies: {
        "tikv-jemallocator": { version: "0.6", optional: true, features: ["profiling", "stats"] },
      },
      profile: {
        dev: { "opt-level": 0, debug: true },
        release: { "opt-level": "z", lto: true, "codegen-units": 1, strip: true },
        maxperf: { inherits: "release", "opt-level": 3, lto: "fat" },
      },
    });
  });

  it("agree with the Dockerfile's environment and features, and are the sample's", () => {
    const manifest = `[package]\nname = "a"\n${features}\n${profiles}`;
    assert.deepEqual(cargoProblems("fragments", delivered(ggrsPlotOperator, "Dockerfile"), manifest), []);
    const sample = toml(readFileSync("systems/ggrs-plot-operator/sample/Cargo.toml", "utf8"));
    assert.deepEqual(sample["profile"], toml(profiles)["profile"]);
    assert.deepEqual(sample["features"], toml(features)["features"]);
  });
});
