import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { delivered, testCases, testHelp, testMisuses } from "./checkout.js";
import { bash } from "../../../shell.js";

const script = "optimize-build.sh";
const target = "x86_64-unknown-linux-musl";
const files = {
  ".cargo-cache/CACHEDIR.TAG": "Signature",
  "target/CACHEDIR.TAG": "Signature",
  "vendor/config.toml": "",
  "vendor/itoa/.cargo-checksum.json": "{}",
};

describe("CV: optimize-build.sh", () => {
  describe("its command line (C9)", () => {
    testHelp(script, [
      ...["vendor", "cache", "clean", "benchmark", "--vendor-dir DIR (default: ./vendor)"],
      ...["--cache-dir DIR (default: ./.cargo-cache)", `--platform PLATFORM (default: ${target})`],
      ...["--clean-level LEVEL (default: normal)", "--iterations N (default: 3)", "-h, --help"],
    ]);
    testMisuses(script, {
      "": "No action: expected vendor, cache, clean or benchmark",
      prune: "Unknown action 'prune': expected vendor, cache, clean or benchmark",
      "clean all": "Unexpected argument 'all' after clean",
      "clean --clean-level deepest": "Unknown clean level 'deepest': expected normal, deep or all",
      "clean --clean-level": "Option --clean-level needs a value",
      "benchmark --iterations 0": "'0' iterations: expected a number from 1 on",
      "benchmark --iterations many": "'many' iterations: expected a number from 1 on",
      "vendor --vendor-dir=": "Option --vendor-dir needs a value",
      "cache --force": "Unknown option '--force'",
      // C10
      "cache --platform linux/amd64":
        "'linux/amd64' is Docker's name for a platform; --platform takes a Rust target triple here",
      "vendor --platform x86_64": `'x86_64' is no Rust target triple: expected one such as ${target}`,
      "benchmark --platform riscv64gc-unknown-linux-musl":
        "No image is built for riscv64gc-unknown-linux-musl: expected x86_64-… or aarch64-…",
    });
    testCases(script, {
      "outside of the repository: says where it belongs": {
        args: "clean",
        files: { "Cargo.toml": undefined },
        error: ["/world/a checkout holds no docker/Dockerfile.prod with a Cargo.toml beside docker/"],
      },
    });
  });

  describe("vendor", () => {
    /** What cargo is asked: for the crates, and whether they suffice without a network. */
    const vendoring = (parent = ".", name = "vendor", triple = target) => [
      `cargo vendor --locked --manifest-path /world/a checkout/Cargo.toml -- ${name}`,
      `cargo metadata --locked --offline --format-version 1 --filter-platform ${triple} --config ${parent}/.vendor.X/${name}/config.toml`,
    ];
    const vendored = ["+ vendor/config.toml", "+ vendor/itoa/.cargo-checksum.json"];
    const old = { "vendor/old/.cargo-checksum.json": "{}" };
    testCases(script, {
      "puts the crates of Cargo.lock and cargo's settings into ./vendor, and tries them without a network": {
        args: "vendor",
        stdout: [
          "[INFO] Vendoring the crates of Cargo.lock into ./vendor",
          "[INFO] Vendored 1 crates, SIZE",
          "[INFO] Images:    ./scripts/build-docker.sh --offline",
          "[INFO] This host: cargo build --offline --config ./vendor/config.toml",
        ],
        calls: vendoring(),
        changes: vendored,
      },
      "again: the crates of before are gone, those of now are there": {
        args: "vendor",
        files: old,
        calls: vendoring(),
        changes: [...vendored, "- vendor/old/.cargo-checksum.json"],
      },
      "--vendor-dir, with a space, for another target: says how the images are built from it": {
        args: "vendor --vendor-dir 'a b/crates/' --platform aarch64-unknown-linux-musl",
        stdout: [
          "[INFO] Vendoring the crates of Cargo.lock into a b/crates",
          "[INFO] Vendored 1 crates, SIZE",
          "[INFO] Images:    VENDOR_DIR=a\\ b/crates ./scripts/build-docker.sh --offline",
          "[INFO] This host: cargo build --offline --config a\\ b/crates/config.toml",
        ],
        calls: vendoring("a b", "crates", "aarch64-unknown-linux-musl"),
        changes: ["+ a b/crates/config.toml", "+ a b/crates/itoa/.cargo-checksum.json"],
      },
      "a folder that holds other things stays as it is": {
        args: "vendor --vendor-dir src",
        error: [
          "src holds other things than vendored crates, which would be lost",
          "Choose another --vendor-dir.",
        ],
      },
      "no cargo: says where it is to be had": {
        args: "vendor",
        programs: [],
        error: ["Cargo is not installed", "See https://rustup.rs"],
      },
      "cargo vendor that fails: the crates of before stay, and nothing else": {
        args: "vendor",
        files: old,
        env: { REFUSES: "cargo vendor" },
        error: ["cargo vendor failed: ./vendor is as it was"],
        calls: vendoring().slice(0, 1),
      },
      "crates that do not suffice: the crates of before stay, and nothing else": {
        args: "vendor",
        files: old,
        env: { REFUSES: "cargo metadata" },
        error: [`The vendored crates do not suffice for ${target}: ./vendor is as it was`],
        calls: vendoring(),
      },
      "interrupted in the middle: ends with 130, and leaves nothing": {
        args: "vendor",
        env: { HANGS: "cargo vendor", SIGNAL: "INT" },
        status: 130,
        stderr: ["[WARNING] Interrupted: nothing half-made is left."],
        calls: vendoring().slice(0, 1),
      },
    });
  });

  describe("cache (C11)", () => {
    /** What is asked: for the volume of compose, and to fill the folder for builds on the host. */
    const caching = (folder = ".cargo-cache", volume = "cv-cargo-registry", triple = target) => [
      "docker version",
      `docker volume create --label com.docker.compose.project=cv-dev --label com.docker.compose.volume=cargo-registry ${volume}`,
      `CARGO_HOME=/world/a checkout/${folder} cargo fetch --locked --target ${triple}`,
    ];
    const made = (folder: string) => [`+ ${folder}/.gitignore`, `+ ${folder}/CACHEDIR.TAG`];
    testCases(script, {
      "makes the volume of compose, and a folder for builds on the host": {
        args: "cache",
        stdout: [
          "[INFO] The development containers keep downloaded crates in the volume cv-cargo-registry",
          `[INFO] Downloading the crates of Cargo.lock for ${target} into ./.cargo-cache`,
          "[INFO] Builds on this host: CARGO_HOME=/world/a\\ checkout/.cargo-cache cargo build",
        ],
        calls: caching(),
        changes: made(".cargo-cache"),
      },
      "--cache-dir and --platform; the volume that CARGO_CACHE_VOLUME names, as in the compose file": {
        args: "cache --cache-dir='my cache' --platform=aarch64-unknown-linux-musl",
        env: { CARGO_CACHE_VOLUME: "other" },
        calls: caching("my cache", "other", "aarch64-unknown-linux-musl"),
        changes: made("my cache"),
      },
      "again: what is there stays": {
        args: "cache",
        files: { ...files, ".cargo-cache/.gitignore": "*\n", ".cargo-cache/registry/kept": "" },
        calls: caching(),
      },
      "a folder that holds other things stays as it is": {
        args: "cache --cache-dir src",
        error: [
          "src holds other things than a cache, among which nothing is put",
          "Choose another --cache-dir.",
        ],
        calls: ["docker version"],
      },
      "without cargo, for who has Docker alone: the folder is made, and fills later": {
        args: "cache",
        programs: ["docker"],
        stderr: [
          "[WARNING] Cargo is not installed: ./.cargo-cache is empty until a build on this host fills it",
        ],
        calls: caching().slice(0, 2),
        changes: made(".cargo-cache"),
      },
      "crates that cannot be had: says what is there": {
        args: "cache",
        env: { REFUSES: "cargo fetch" },
        error: ["./.cargo-cache is there, but not all crates are in it: cargo fetch failed"],
        calls: caching(),
        changes: made(".cargo-cache"),
      },
    });
  });

  describe("clean", () => {
    const image = "image inspect --format* -> cv:latest, cv:0.1.0";
    const env = { ANSWERS: `docker image ls --quiet --filter label=*title=cv -> a1\\nb2\ndocker ${image}` };
    const users = "docker ps * volume=cv-target -> cv-dev-cv-1\ndocker ps * ancestor=b2 -> old";
    const labels = [
      ...["cv", "cv-dev", "cv-minimal"].map((name) => `org.opencontainers.image.title=${name}`),
      ...["com.docker.compose.project=cv", "com.docker.compose.project=cv-dev"],
    ];
    const prunes = labels.map((label) => `docker image prune --force --filter label=${label}`);
    const volumes = ["cv-target", "cv-cargo-registry", "cv-trivy"];
    const removals = volumes.map((volume) => `docker volume rm ${volume}`);
    const only = /^docker \w+ (rm|prune) /;
    testCases(script, {
      "normal: what was compiled": {
        ...{ args: "clean", files, env, only },
        calls: [...removals.slice(0, 1), ...prunes],
        changes: ["- target/CACHEDIR.TAG"],
      },
      "--clean-level deep: and what was downloaded": {
        ...{ args: "clean --clean-level deep", files, env, only },
        calls: [...removals, ...prunes],
        changes: ["- .cargo-cache/CACHEDIR.TAG", "- target/CACHEDIR.TAG"],
      },
      "--clean-level all: and the images and the vendored crates, but never the data": {
        ...{ args: "clean --clean-level all", files, env, only },
        stdout: [
          ...["target", "./.cargo-cache", "./vendor"].map((folder) => `[INFO] Removing ${folder} (SIZE)`),
          ...volumes.map((volume) => `[INFO] Removing the volume ${volume}`),
          "[INFO] Removing images that newer builds have replaced",
          ...["a1", "b2"].map(() => "[INFO] Removing the image cv:latest, cv:0.1.0"),
          "[INFO] The cache of build steps is shared with other projects and stays: docker builder prune empties it.",
        ],
        calls: [...removals, ...prunes, "docker image rm --force a1", "docker image rm --force b2"],
        changes: Object.keys(files).map((file) => `- ${file}`),
      },
      "when nothing is there: removes nothing": {
        ...{ args: "clean --clean-level=all", env: { REFUSES: "inspect" }, only },
        calls: prunes,
      },
      "folders that neither cargo nor this script made stay": {
        ...{ args: "clean --clean-level=all", only },
        files: { "target/notes": "", "vendor/itoa/.cargo-checksum.json": "", "vendor/mine/Cargo.toml": "" },
        stderr: [
          "[WARNING] target stays: it holds what neither cargo nor this script made",
          "[WARNING] ./vendor stays: it holds what neither cargo nor this script made",
        ],
        calls: [...removals, ...prunes],
      },
      "containers that use it: names them, and nothing is removed": {
        ...{ args: "clean --clean-level=all", files, only },
        env: { ANSWERS: `${env.ANSWERS}\n${users}` },
        error: ["Nothing was removed: containers use it: cv-dev-cv-1 old "],
      },
      "no daemon: nothing is removed": {
        ...{ args: "clean", files, env: { REFUSES: "docker version" } },
        error: ["The Docker daemon does not answer"],
        calls: ["docker version"],
      },
    });
  });

  describe("benchmark", () => {
    const copy = "/world/tmp/tmp.X/cv";
    const build = (options: string) =>
      `docker buildx build --load --progress plain --platform ${options} --file ${copy}/docker/Dockerfile.prod --tag cv-benchmark:PID ${copy}`;
    const removal = "docker image rm --force cv-benchmark:PID";
    const iteration = (platform: string) =>
      [`${platform} --no-cache`, platform].flatMap((options) => [build(options), removal]);
    const all = "Cargo.toml docker scripts src";
    testCases(script, {
      "builds a copy twice an iteration, says each time and the median, and removes what it made": {
        args: "benchmark --iterations 2",
        stdout: [
          "[INFO] Building docker/Dockerfile.prod for linux/amd64, twice in each of 2 iterations",
          "[INFO] Iteration 1: clean N s, after a change of one line N s",
          "[INFO] Iteration 2: clean N s, after a change of one line N s",
          "[INFO] Median: clean N s, after a change of one line N s",
        ],
        calls: ["docker version", ...iteration("linux/amd64"), ...iteration("linux/amd64"), removal],
      },
      "three iterations unless it is told otherwise; --platform is the triple of the image's platform": {
        args: "benchmark --platform aarch64-unknown-linux-musl",
        calls: ["docker version", ...[1, 2, 3].flatMap(() => iteration("linux/arm64")), removal],
      },
      "the copy has all but what was made and downloaded; a line is added before each second build": {
        args: "benchmark --iterations=2",
        files: {
          ...{ ...files, ".git/file": "" },
          "../bin/docker": `#!/usr/bin/env bash
[ "$1" != buildx ] || (cd "\${*: -1}" && echo $(grep -c Iteration src/main.rs) $(ls -A) >> "$CALLS")
`,
        },
        calls: [`0 ${all}`, `1 ${all}`, `1 ${all}`, `2 ${all}`],
      },
      "a build that fails: its messages are shown, and what was made is removed": {
        args: "benchmark",
        env: { REFUSES: "docker buildx" },
        status: 1,
        stderr: ["docker refuses: buildx", "[ERROR] The build failed: its messages are above"],
        calls: ["docker version", build("linux/amd64 --no-cache"), removal],
      },
    });

    it("says the median, of an even number of times that between the two in the middle", async () => {
      const source = readFileSync(path.join(delivered, script), "utf8");
      const definition = /^median\(\) \{.*?^\}$/ms.exec(source)?.[0] ?? "";
      const medians = `${definition}\nmedian 7; median 9 1 5; median 10 2 4000 3`;
      assert.equal((await bash(["-uc", medians])).stdout, "7\n5\n6.5");
    });
  });
});
