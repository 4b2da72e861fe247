import assert from "node:assert/strict";
import { createInterface } from "node:readline";
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { execa } from "execa";
import { Checkout, delivered, usageOf, type Environment } from "./checkout.js";
import { bash } from "../../../shell.js";

const script = "optimize-build.sh";
const configuration = '[source.vendored-sources]\ndirectory = "vendor"\n';

describe("CV: optimize-build.sh", () => {
  let checkout: Checkout;
  beforeEach(() => {
    checkout = new Checkout();
  });

  const run = (args: readonly string[], env: Environment = {}) => checkout.run(script, args, env);

  for (const option of ["-h", "--help"]) {
    it(`${option} shows the document's actions, options and examples (C9)`, async () => {
      const { exitCode, stdout } = await run([option]);
      assert.equal(exitCode, 0);
      assert.equal(`${stdout}\n`, usageOf(script));
      assert.deepEqual(
        stdout
          .split("\n")
          .flatMap((line) => /^ {2}(-h, )?(\w+|--\S+( [A-Z]+)?)/.exec(line)?.[0].trim() ?? []),
        [
          ...["vendor", "cache", "clean", "benchmark"],
          ...["--vendor-dir DIR", "--cache-dir DIR", "--platform PLATFORM", "--clean-level LEVEL"],
          ...["--iterations N", "-h, --help"],
        ],
      );
      assert.deepEqual(
        [...stdout.matchAll(/\(default: (.*)\)$/gm)].map(([, value]) => value),
        ["./vendor", "./.cargo-cache", "x86_64-unknown-linux-musl", "normal", "3"],
      );
    });
  }

  describe("a command line that cannot be meant: ends with 2, and nothing is done", () => {
    const misuses = {
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
      "vendor --platform x86_64":
        "'x86_64' is no Rust target triple: expected one such as x86_64-unknown-linux-musl",
      "benchmark --platform riscv64gc-unknown-linux-musl":
        "No image is built for riscv64gc-unknown-linux-musl: expected x86_64-… or aarch64-…",
    };
    for (const [args, error] of Object.entries(misuses)) {
      it(args || "nothing", async () => {
        const { exitCode, stdout, stderr, docker, cargo } = await run(args === "" ? [] : args.split(" "));
        assert.deepEqual(
          [exitCode, stdout, stderr.split("\n")[0], docker, cargo],
          [2, "", `[ERROR] ${error}`, [], []],
        );
      });
    }
  });

  it("outside of the repository: says where it belongs", async () => {
    checkout.remove("Cargo.toml");
    const { exitCode, stderr } = await run(["clean"]);
    assert.equal(exitCode, 1);
    assert.equal(
      stderr.split("\n")[0],
      `[ERROR] ${checkout.folder} holds no docker/Dockerfile.prod with a Cargo.toml beside docker/`,
    );
  });

  describe("vendor", () => {
    it("puts the crates of Cargo.lock and cargo's configuration into ./vendor, and tries them without a network", async () => {
      const { exitCode, stdout, stderr, cargo, docker } = await run(["vendor"]);
      assert.equal(exitCode, 0, stderr);
      assert.deepEqual(docker, []);
      const manifest = `--manifest-path ${checkout.folder}/Cargo.toml`;
      assert.equal(cargo[0], `vendor --locked ${manifest} -- vendor`);
      assert.match(
        cargo[1] ?? "",
        /^metadata --locked --offline --format-version 1 --filter-platform x86_64-unknown-linux-musl --config \S+\/vendor\/config\.toml$/,
      );
      assert.equal(checkout.read("vendor/config.toml"), configuration);
      assert.deepEqual(
        stdout.split("\n").map((line) => line.replace(/, [\d.]+K$/, ", SIZE")),
        [
          "[INFO] Vendoring the crates of Cargo.lock into ./vendor",
          "[INFO] Vendored 1 crates, SIZE",
          "[INFO] Images:    ./scripts/build-docker.sh --offline",
          "[INFO] This host: cargo build --offline --config ./vendor/config.toml",
        ],
      );
    });

    it("again: the crates of before are gone, those of now are there", async () => {
      await run(["vendor"]);
      checkout.write("vendor/old/.cargo-checksum.json", "{}");
      assert.equal((await run(["vendor"])).exitCode, 0);
      assert.equal(checkout.has("vendor/old"), false);
      assert.equal(checkout.has("vendor/itoa/.cargo-checksum.json"), true);
    });

    it("--vendor-dir, with a space, for another target: says how the images are built from it", async () => {
      const { exitCode, stdout, cargo } = await run([
        ...["vendor", "--vendor-dir", "third party/crates/", "--platform", "aarch64-unknown-linux-musl"],
      ]);
      assert.equal(exitCode, 0);
      assert.equal(checkout.has("third party/crates/itoa"), true);
      assert.match(cargo[1] ?? "", / --filter-platform aarch64-unknown-linux-musl /);
      assert.match(stdout, /VENDOR_DIR=third\\ party\/crates \.\/scripts\/build-docker\.sh --offline$/m);
    });

    it("a folder that holds other things stays as it is", async () => {
      for (const other of ["src", ".", "docker"]) {
        const { exitCode, stderr, cargo } = await run(["vendor", "--vendor-dir", other]);
        assert.equal(exitCode, 1);
        assert.deepEqual(stderr.split("\n"), [
          `[ERROR] ${other} holds other things than vendored crates, which would be lost`,
          "[INFO] Choose another --vendor-dir.",
        ]);
        assert.deepEqual(cargo, []);
      }
      assert.equal(checkout.has("src/main.rs"), true);
    });

    it("no cargo: says where it is to be had", async () => {
      checkout.uninstall("cargo");
      const { exitCode, stderr } = await run(["vendor"]);
      assert.equal(exitCode, 1);
      assert.deepEqual(stderr.split("\n"), [
        "[ERROR] Cargo is not installed",
        "[INFO] See https://rustup.rs",
      ]);
    });

    const failures = {
      "cargo vendor that fails": {
        call: "^vendor",
        error: "cargo vendor failed: ./vendor is as it was",
      },
      "crates that do not suffice": {
        call: "^metadata",
        error: "The vendored crates do not suffice for x86_64-unknown-linux-musl: ./vendor is as it was",
      },
    };
    for (const [title, { call, error }] of Object.entries(failures)) {
      it(`${title}: the crates of before stay, and nothing else`, async () => {
        checkout.write("vendor/old/.cargo-checksum.json", "{}");
        const before = readdirSync(checkout.folder);
        const { exitCode, stderr } = await run(["vendor"], { CARGO_REFUSES: call });
        assert.equal(exitCode, 1);
        assert.equal(stderr.split("\n")[1], `[ERROR] ${error}`);
        assert.deepEqual(readdirSync(path.join(checkout.folder, "vendor")), ["old"]);
        assert.deepEqual(readdirSync(checkout.folder), before);
      });
    }

    it("interrupted in the middle: ends with 130, and leaves nothing", async () => {
      const before = readdirSync(checkout.folder);
      const command = checkout.start(script, ["vendor"], { CARGO_HANGS: "^vendor" });
      for await (const line of createInterface(command.stderr)) if (line === "hanging") break;
      process.kill(-(command.pid ?? 0), "SIGINT");
      const { exitCode } = await command;
      assert.equal(exitCode, 130);
      assert.deepEqual(readdirSync(checkout.folder), before);
    });
  });

  describe("cache (C11)", () => {
    const volume =
      "volume create --label com.docker.compose.project=cv-dev --label com.docker.compose.volume=cargo-registry cv-cargo-registry";

    it("makes the volume of compose, and a folder for builds on the host", async () => {
      const { exitCode, stdout, stderr, docker, cargo } = await run(["cache"]);
      assert.equal(exitCode, 0, stderr);
      assert.deepEqual(docker, ["version", volume]);
      const home = `${checkout.folder}/.cargo-cache`;
      assert.deepEqual(cargo, [`CARGO_HOME=${home} fetch --locked --target x86_64-unknown-linux-musl`]);
      assert.deepEqual(readdirSync(home).sort(), [".gitignore", "CACHEDIR.TAG"]);
      assert.deepEqual(stdout.split("\n"), [
        "[INFO] The development containers keep downloaded crates in the volume cv-cargo-registry",
        "[INFO] Downloading the crates of Cargo.lock for x86_64-unknown-linux-musl into ./.cargo-cache",
        `[INFO] Builds on this host: CARGO_HOME=${home.replaceAll(" ", "\\ ")} cargo build`,
      ]);
    });

    it("--cache-dir and --platform; the volume that CARGO_CACHE_VOLUME names, as in the compose file", async () => {
      const { docker, cargo } = await run(
        ["cache", "--cache-dir=my cache", "--platform=aarch64-unknown-linux-musl"],
        { CARGO_CACHE_VOLUME: "other" },
      );
      assert.equal(docker[1], volume.replace("cv-cargo-registry", "other"));
      assert.deepEqual(cargo, [
        `CARGO_HOME=${checkout.folder}/my cache fetch --locked --target aarch64-unknown-linux-musl`,
      ]);
    });

    it("again: changes nothing", async () => {
      await run(["cache"]);
      checkout.write(".cargo-cache/registry/kept", "");
      assert.equal((await run(["cache"])).exitCode, 0);
      assert.equal(checkout.has(".cargo-cache/registry/kept"), true);
    });

    it("a folder that holds other things stays as it is", async () => {
      const { exitCode, stderr, docker } = await run(["cache", "--cache-dir", "src"]);
      assert.equal(exitCode, 1);
      assert.deepEqual(stderr.split("\n"), [
        "[ERROR] src holds other things than a cache, among which nothing is put",
        "[INFO] Choose another --cache-dir.",
      ]);
      assert.deepEqual(docker, ["version"]);
    });

    it("without cargo, for who has Docker alone: the folder is made, and fills later", async () => {
      checkout.uninstall("cargo");
      const { exitCode, stderr } = await run(["cache"]);
      assert.equal(exitCode, 0);
      assert.equal(
        stderr,
        "[WARNING] Cargo is not installed: ./.cargo-cache is empty until a build on this host fills it",
      );
    });

    it("crates that cannot be had: says what is there", async () => {
      const { exitCode, stderr } = await run(["cache"], { CARGO_REFUSES: "^fetch" });
      assert.equal(exitCode, 1);
      assert.equal(
        stderr.split("\n")[1],
        "[ERROR] ./.cargo-cache is there, but not all crates are in it: cargo fetch failed",
      );
    });
  });

  describe("clean", () => {
    /** What docker answers: one image of this project with two names, and its volumes. */
    const answers = [
      "image ls --quiet --filter label=*title=cv -> 0c4c1b1\\n0c4c1b1",
      "image inspect --format* -> cv:latest, cv:0.1.0",
    ].join("\n");
    const prunes = [
      "org.opencontainers.image.title=cv",
      "org.opencontainers.image.title=cv-dev",
      "org.opencontainers.image.title=cv-minimal",
      "com.docker.compose.project=cv",
      "com.docker.compose.project=cv-dev",
    ].map((label) => `image prune --force --filter label=${label}`);
    /** Calls that remove something. */
    const removals = (docker: readonly string[]) => docker.filter((call) => /^\S+ (rm|prune)/.test(call));

    beforeEach(async () => {
      await run(["vendor"]);
      await run(["cache"]);
      checkout.write("target/CACHEDIR.TAG", "");
    });
    const left = () => ["target", ".cargo-cache", "vendor"].filter((folder) => checkout.has(folder));

    it("normal: what was compiled", async () => {
      const { exitCode, stdout, docker } = await run(["clean"], { DOCKER_ANSWERS: answers });
      assert.equal(exitCode, 0);
      assert.deepEqual(left(), [".cargo-cache", "vendor"]);
      assert.deepEqual(removals(docker), ["volume rm cv-target", ...prunes]);
      assert.deepEqual(
        stdout.split("\n").map((line) => line.replace(/\(.*\)/, "(SIZE)")),
        [
          "[INFO] Removing target (SIZE)",
          "[INFO] Removing the volume cv-target",
          "[INFO] Removing images that newer builds have replaced",
          "[INFO] The cache of build steps is shared with other projects and stays: docker builder prune empties it.",
        ],
      );
    });

    it("--clean-level deep: and what was downloaded", async () => {
      const { exitCode, docker } = await run(["clean", "--clean-level", "deep"], { DOCKER_ANSWERS: answers });
      assert.equal(exitCode, 0);
      assert.deepEqual(left(), ["vendor"]);
      assert.deepEqual(removals(docker), [
        "volume rm cv-target",
        "volume rm cv-cargo-registry",
        "volume rm cv-trivy",
        ...prunes,
      ]);
    });

    it("--clean-level all: and the images and the vendored crates, but never the data", async () => {
      const { exitCode, stdout, docker } = await run(["clean", "--clean-level", "all"], {
        DOCKER_ANSWERS: answers,
      });
      assert.equal(exitCode, 0);
      assert.deepEqual(left(), []);
      assert.deepEqual(removals(docker).slice(3 + prunes.length), [
        "image rm --force 0c4c1b1",
        "image rm --force 0c4c1b1",
      ]);
      assert.match(stdout, /^\[INFO\] Removing the image cv:latest, cv:0\.1\.0$/m);
      assert.doesNotMatch(docker.join("\n"), /cv-data/);
    });

    it("when nothing is there: removes nothing", async () => {
      for (const folder of left()) checkout.remove(folder);
      const { exitCode, stderr, docker } = await run(["clean", "--clean-level=all"], {
        DOCKER_REFUSES: "inspect",
      });
      assert.equal(exitCode, 0, stderr);
      assert.deepEqual(removals(docker), prunes);
    });

    it("folders that neither cargo nor this script made stay", async () => {
      checkout.remove("target/CACHEDIR.TAG");
      checkout.write("target/notes", "mine");
      checkout.write("vendor/patched/Cargo.toml", "mine");
      const { exitCode, stderr } = await run(["clean", "--clean-level=all"]);
      assert.equal(exitCode, 0);
      assert.deepEqual(left(), ["target", "vendor"]);
      assert.deepEqual(stderr.split("\n"), [
        "[WARNING] target stays: it holds what neither cargo nor this script made",
        "[WARNING] ./vendor stays: it holds what neither cargo nor this script made",
      ]);
    });

    it("containers that use it: names them, and nothing is removed", async () => {
      const using = "ps --all * volume=cv-target -> cv-dev-cv-1\nps --all * ancestor=0c4c1b1 -> old\n";
      const { exitCode, stderr, docker } = await run(["clean", "--clean-level=all"], {
        DOCKER_ANSWERS: `${using}${answers}`,
      });
      assert.equal(exitCode, 1);
      assert.equal(stderr.split("\n")[0], "[ERROR] Nothing was removed: containers use it: cv-dev-cv-1 old ");
      assert.deepEqual(removals(docker), []);
      assert.deepEqual(left(), ["target", ".cargo-cache", "vendor"]);
    });

    it("no daemon: nothing is removed", async () => {
      const { exitCode, stderr } = await run(["clean"], { DOCKER_REFUSES: "^version" });
      assert.equal(exitCode, 1);
      assert.equal(stderr.split("\n")[0], "[ERROR] The Docker daemon does not answer");
      assert.equal(left().length, 3);
    });
  });

  describe("benchmark", () => {
    it("builds a copy twice an iteration, says each time and the median, and removes what it made", async () => {
      const { exitCode, stdout, stderr, docker } = await run(["benchmark", "--iterations", "2"]);
      assert.equal(exitCode, 0, stderr);
      assert.deepEqual(
        stdout.split("\n").map((line) => line.replaceAll(/[\d.]+ s\b/g, "N s")),
        [
          "[INFO] Building docker/Dockerfile.prod for linux/amd64, twice in each of 2 iterations",
          "[INFO] Iteration 1: clean N s, after a change of one line N s",
          "[INFO] Iteration 2: clean N s, after a change of one line N s",
          "[INFO] Median: clean N s, after a change of one line N s",
        ],
      );
      const copy = / --file (\S+)\/docker\/Dockerfile\.prod /.exec(docker[1] ?? "")?.[1] ?? "";
      const image = / --tag (cv-benchmark:\d+) /.exec(docker[1] ?? "")?.[1] ?? "";
      const built = (platform: string) =>
        `buildx build --load --progress plain --platform ${platform} --file ${copy}/docker/Dockerfile.prod --tag ${image} ${copy}`;
      const removed = `image rm --force ${image}`;
      const iteration = [built("linux/amd64 --no-cache"), removed, built("linux/amd64"), removed];
      assert.deepEqual(docker, ["version", ...iteration, ...iteration, removed]);
      assert.equal((await execa("ls", [copy], { reject: false })).exitCode, 2);
      assert.equal(checkout.read("src/main.rs"), "fn main() {}\n");
    });

    it("the copy has all but what was made and downloaded; a line is added before each second build", async () => {
      for (const folder of [".git", "target", "vendor", ".cargo-cache"]) checkout.write(`${folder}/file`, "");
      checkout.install(
        "docker",
        `#!/usr/bin/env bash
[ "$1" != buildx ] || (cd "\${*: -1}" && echo $(grep -c Iteration src/main.rs) $(ls -A) >> "$DOCKER_CALLS")
`,
      );
      const { exitCode, stderr, docker } = await run(["benchmark", "--iterations=2"]);
      assert.equal(exitCode, 0, stderr);
      const files = "Cargo.toml docker scripts src";
      assert.deepEqual(docker, [`0 ${files}`, `1 ${files}`, `1 ${files}`, `2 ${files}`]);
    });

    it("three iterations unless it is told otherwise; --platform is the triple of the image's platform", async () => {
      const { docker } = await run(["benchmark", "--platform", "aarch64-unknown-linux-musl"]);
      const builds = docker.filter((call) => call.startsWith("buildx build"));
      assert.equal(builds.length, 6);
      for (const call of builds) assert.match(call, / --platform linux\/arm64 /);
    });

    it("a build that fails: its messages are shown, and what was made is removed", async () => {
      const { exitCode, stderr, docker } = await run(["benchmark"], { DOCKER_REFUSES: "^buildx build" });
      assert.equal(exitCode, 1);
      assert.deepEqual(stderr.split("\n"), [
        "docker refuses: buildx",
        "[ERROR] The build failed: its messages are above",
      ]);
      const copy = / --file (\S+)\/docker\/Dockerfile\.prod /.exec(docker[1] ?? "")?.[1] ?? "";
      assert.equal((await execa("ls", [copy], { reject: false })).exitCode, 2);
    });

    for (const [numbers, median] of [
      ["7", 7],
      ["9 1 5", 5],
      ["10 2 4000 3", 6.5],
    ] as const) {
      it(`the median of ${numbers} is ${median}`, async () => {
        const source = readFileSync(path.join(delivered, script), "utf8");
        const definition = /^median\(\) \{.*?^\}$/ms.exec(source)?.[0] ?? "";
        assert.equal(Number((await bash(["-uc", `${definition}\nmedian ${numbers}`])).stdout), median);
      });
    }
  });
});
