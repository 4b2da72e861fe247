import assert from "node:assert/strict";
import { lstatSync, readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { DockerfileParser, type Instruction } from "dockerfile-ast";
import { parse } from "smol-toml";
import { project } from "../../../tools/local/directories.js";
import { staticFiles } from "../../../src/delivery/static-files.js";
import { cargoProblems } from "../../../src/delivery/drift/cargo-agreement.js";

const folder = join(project, "systems", "ggrs-plot-operator", "files");
const example = join(project, "systems", "ggrs-plot-operator", "sample");

const dockerfile = readFileSync(join(folder, "Dockerfile"), "utf8");
const guide = readFileSync(join(folder, "docs", "docker.md"), "utf8");
const profiles = readFileSync(join(folder, "docs", "cargo-profiles.toml"), "utf8");
const features = readFileSync(join(folder, "docs", "cargo-features.toml"), "utf8");

function instructions(text: string, keyword: string): string[] {
  return DockerfileParser.parse(text)
    .getInstructions()
    .filter((instruction: Instruction) => instruction.getKeyword() === keyword)
    .map((instruction: Instruction) => instruction.getRawArgumentsContent() ?? "");
}

/** `ENV` → its value. */
function environment(text: string): Record<string, string | null> {
  const properties = DockerfileParser.parse(text)
    .getENVs()
    .flatMap((env) => env.getProperties());
  return Object.fromEntries(properties.map((property) => [property.getName(), property.getValue()]));
}

/** The parser's tables have no prototype; these do, as the literals they are compared with. */
const toml = (text: string) => structuredClone(parse(text));

const JEMALLOC = "background_thread:true,metadata_thp:auto,dirty_decay_ms:30000,muzzy_decay_ms:30000";

describe("GGRS plot operator: the delivered files", () => {
  it("are these", () => {
    assert.deepEqual(
      staticFiles("ggrs-plot-operator").map(({ path }) => path),
      [
        ".dockerignore",
        "Dockerfile",
        "docs/cargo-features.toml",
        "docs/cargo-profiles.toml",
        "docs/docker.md",
      ],
    );
  });

  it("are the example's own, by links", () => {
    for (const name of ["Dockerfile", ".dockerignore", "docs"]) {
      assert.ok(lstatSync(join(example, name)).isSymbolicLink(), name);
      assert.equal(realpathSync(join(example, name)), realpathSync(join(folder, name)));
    }
  });

  it("the Dockerfile has two stages, whose images can be replaced (G1, G3)", () => {
    assert.deepEqual(instructions(dockerfile, "ARG"), [
      "RUST_IMAGE=rust:1.75-slim-bookworm",
      "RUNTIME_IMAGE=debian:bookworm-slim",
    ]);
    assert.deepEqual(instructions(dockerfile, "FROM"), [
      "${RUST_IMAGE} AS builder",
      "${RUNTIME_IMAGE} AS runtime",
    ]);
    assert.doesNotMatch(dockerfile, /^#\s*syntax\s*=/m);
  });

  it("the environment is the document's, and the linked jemalloc is told what the preloaded one is (G8–G10, G12, G19)", () => {
    assert.deepEqual(environment(dockerfile), {
      CARGO_PROFILE_RELEASE_LTO: "true",
      CARGO_PROFILE_RELEASE_CODEGEN_UNITS: "1",
      CARGO_PROFILE_RELEASE_OPT_LEVEL: "z",
      CARGO_PROFILE_RELEASE_STRIP: "true",
      LD_PRELOAD: "/usr/lib/x86_64-linux-gnu/libjemalloc.so.2",
      MALLOC_CONF: JEMALLOC,
      _RJEM_MALLOC_CONF: JEMALLOC,
      TERCEN_ENDPOINT: "https://tercen.com:5400",
    });
  });

  it("no instruction has a remark behind it, which would be part of it (G12)", () => {
    const commented = (text: string) => instructions(text, "ENV").filter((content) => content.includes("#"));
    assert.deepEqual(commented(dockerfile), []);
    const original = "ENV CARGO_PROFILE_RELEASE_LTO=true              # Link-time optimization";
    assert.equal(commented(`FROM rust\n${original}\n`).length, 1);
  });

  it("both builds are by the document's command, so that they are one (G6)", () => {
    const commands = [...dockerfile.matchAll(/^cargo build .*$/gm)].map(([command]) => command);
    assert.deepEqual(commands, Array(2).fill("cargo build --release --features jemalloc --locked"));
  });

  it("the ignore file lets in protos/ and what else is compiled, and nothing more (G5)", () => {
    const rules = readFileSync(join(folder, ".dockerignore"), "utf8")
      .split("\n")
      .filter((line) => line !== "" && !line.startsWith("#"));
    assert.deepEqual(rules, ["*", "!Cargo.toml", "!Cargo.lock", "!build.rs", "!protos", "!src"]);
  });
});

describe("GGRS plot operator: the Cargo fragments", () => {
  it("have the document's profiles: dev, release for size, maxperf for speed (G13)", () => {
    assert.deepEqual(toml(profiles), {
      profile: {
        dev: { "opt-level": 0, debug: true },
        release: { "opt-level": "z", lto: true, "codegen-units": 1, strip: true },
        maxperf: { inherits: "release", "opt-level": 3, lto: "fat" },
      },
    });
  });

  it("have the document's features; jemalloc is on by default and can be turned off (G15)", () => {
    const { features: named, dependencies } = toml(features);
    assert.deepEqual(named, { default: ["jemalloc"], jemalloc: ["tikv-jemallocator"] });
    assert.deepEqual(dependencies, {
      "tikv-jemallocator": { version: "0.6", optional: true, features: ["profiling", "stats"] },
    });
  });

  it("agree with the Dockerfile's environment and features (G13)", () => {
    const manifest = `[package]\nname = "a"\n${features}\n${profiles}`;
    assert.deepEqual(cargoProblems("fragments", dockerfile, manifest), []);
    const other = dockerfile.replace("CARGO_PROFILE_RELEASE_STRIP=true", "CARGO_PROFILE_RELEASE_STRIP=false");
    assert.equal(cargoProblems("fragments", other, manifest).length, 1);
  });

  it("stand in the example's Cargo.toml (G13, G15)", () => {
    const manifest = toml(readFileSync(join(example, "Cargo.toml"), "utf8"));
    assert.deepEqual(manifest["profile"], toml(profiles)["profile"]);
    assert.deepEqual(manifest["features"], toml(features)["features"]);
  });
});

describe("GGRS plot operator: docs/docker.md", () => {
  /** What the document says of speed: sizes cost none, which the profile maxperf contradicts. */
  const claimsNoCost = (text: string) => /no impact on runtime performance/i.test(text);

  it("does not claim that optimising for size is free at run time (G14)", () => {
    assert.ok(!claimsNoCost(guide));
    assert.match(guide, /Optimising for size costs speed at run time/);
    assert.ok(claimsNoCost("- Trade-off: Slightly slower compilation, no impact on runtime performance"));
  });

  /** Tags of our image that a command names. */
  const tagsOf = (text: string) =>
    [...text.matchAll(/ghcr\.io\/tercen\/ggrs_plot_operator:([\w.-]+)/g)].map(([, tag]) => tag);

  it("pulls, pushes and caches by tags that there are: main, and :test by hand (G31, G43)", () => {
    assert.deepEqual([...new Set(tagsOf(guide))].sort(), ["main", "test"]);
    assert.deepEqual(tagsOf("docker pull ghcr.io/tercen/ggrs_plot_operator:latest"), ["latest"]);
  });

  it("asks for a dump wherever it turns profiling on (G40)", () => {
    const withoutDump = (text: string) =>
      [...text.matchAll(/MALLOC_CONF=(\S*prof:true\S*)/g)].filter(
        ([, options = ""]) => !options.split(",").includes("prof_final:true"),
      );
    assert.equal([...guide.matchAll(/prof_final:true/g)].length > 0, true);
    assert.deepEqual(withoutDump(guide), []);
    assert.equal(withoutDump("export MALLOC_CONF=prof:true,prof_prefix:/tmp/jeprof").length, 1);
  });

  it("says which Rust reads which Cargo.lock (G3)", () => {
    assert.match(
      guide,
      /Cargo 1\.78 and newer can write a `Cargo\.lock` of version 4, which Rust 1\.75 cannot read/,
    );
  });

  it("has a row for each of the document's errors, with a remedy (G41)", () => {
    const rows = guide
      .split("\n")
      .filter((line) => line.startsWith("| `"))
      .map((line) => line.split("|").map((cell) => cell.trim()));
    for (const message of [
      "error: linking with cc failed",
      "error: failed to compile",
      "proto file not found",
      "cannot open shared object file: libjemalloc.so.2",
      "permission denied",
      "connection refused to Tercen",
      "Error: buildx failed with: error: denied: permission_denied",
      'Error: failed to solve: process "/bin/sh -c cargo build"',
    ]) {
      const row = rows.find(([, text]) => text?.includes(`\`${message}\``));
      assert.ok(row?.[3], message);
    }
    assert.match(guide, /without it there is no cache/, "`Cache not working`");
  });

  it("says how to operate it: monthly updates, scans, network, limits (G44)", () => {
    for (const topic of ["Updates", "Scans", "Network", "Limits"])
      assert.match(guide, new RegExp(`\\*\\*${topic}\\.`));
  });

  it("shows the values that the image has (G39)", () => {
    assert.ok(guide.includes("# Output: /usr/lib/x86_64-linux-gnu/libjemalloc.so.2\n"));
    assert.ok(guide.includes(`# Output: ${JEMALLOC}\n`));
  });
});
