import assert from "node:assert/strict";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { built, edit, refused } from "../docker-build.js";
import { compiled, printed, steps } from "../build-log.js";
import { imageConfig } from "../image.js";
import { patience, sharedDocker } from "../shared-docker.js";
import type { ThrowawayDocker } from "../throwaway-docker.js";
import { bases, checkout, operator, operatorImage, runScript } from "./operator.js";

describe("GGRS plot operator: builds that fail, and their remedies (G41)", function () {
  this.timeout(patience);
  let docker: ThrowawayDocker;
  before(async () => {
    ({ docker } = await operator());
  });

  /** Makes an image by a Dockerfile without a context. */
  const derive = (name: string, dockerfile: string) =>
    docker.output(["bash", "-c", 'printf %s "$0" | docker build --tag "$1" -', dockerfile, name]);

  /** What a script prints in a new container, both streams; it may fail. */
  const shell = async (reference: string, script: string, ...options: string[]) =>
    (await docker.run(runScript(reference, script, ...options))).all;

  describe("the images it stands on can be replaced (G1)", () => {
    it("the runtime image: the same program on it", async () => {
      await derive("tercen/runtime-base", `FROM ${bases.runtime}\nLABEL from=tercen\n`);
      const folder = await checkout(docker, "runtime-image");
      const options = ["--build-arg", "RUNTIME_IMAGE=tercen/runtime-base", "-t", "on-tercen"];
      const log = await built(docker, folder, ...options);
      assert.deepEqual(compiled(log), new Set());
      assert.deepEqual((await imageConfig(docker, "on-tercen")).Labels, { from: "tercen" });
    });

    it("the builder image: it is its Cargo that compiles", async () => {
      // Programs first on the PATH that do nothing, and a Cargo that says so: nothing is installed or compiled.
      await derive(
        "tercen/rust-operator-base:latest",
        `FROM ${bases.builder}
RUN ln -s /bin/true /usr/local/cargo/bin/apt-get \\
 && printf '#!/bin/sh\\necho the Cargo of Tercen\\nexit 7\\n' > /usr/local/bin/cargo \\
 && chmod +x /usr/local/bin/cargo
ENV PATH=/usr/local/bin:/usr/local/cargo/bin:/usr/sbin:/usr/bin:/sbin:/bin
`,
      );
      const folder = await checkout(docker, "rust-image");
      const log = await refused(docker, folder, "--build-arg", "RUST_IMAGE=tercen/rust-operator-base:latest");
      assert.match(printed(log), /^the Cargo of Tercen$/m);
    });
  });

  it("another architecture is refused at once, with the reason (G11)", async () => {
    const machine = `FROM ${bases.runtime}\nRUN printf '#!/bin/sh\\necho arm64\\n' > /usr/local/bin/dpkg && chmod +x /usr/local/bin/dpkg\n`;
    await derive("debian-on-arm", machine);
    const folder = await checkout(docker, "arm");
    const log = await refused(docker, folder, "--build-arg", "RUNTIME_IMAGE=debian-on-arm");
    assert.match(
      printed(log),
      /^This image is for linux\/amd64, not for arm64: its LD_PRELOAD names a library by the path/m,
    );
  });

  it("`cannot open shared object file: libjemalloc.so.2`: the library is missing, or elsewhere as on arm64 (G11)", async () => {
    const preloading = (reference: string, library: string) =>
      shell(reference, "true", "-e", `LD_PRELOAD=${library}`);
    const ours = "/usr/lib/x86_64-linux-gnu/libjemalloc.so.2";
    const theirs = "/usr/lib/aarch64-linux-gnu/libjemalloc.so.2";
    for (const [reference, library] of [
      [bases.runtime, ours],
      [operatorImage, theirs],
    ] as const) {
      assert.match(
        await preloading(reference, library),
        /object '\S*libjemalloc\.so\.2' from LD_PRELOAD cannot be preloaded \(cannot open shared object file\): ignored/,
      );
    }
    // The remedy: libjemalloc2 in the runtime stage.
    assert.equal(await preloading(operatorImage, ours), "");
  });

  it("a runtime image without the program's libraries is refused (N43)", async () => {
    const folder = await checkout(docker, "libraries");
    const step = "RUN <<'LIBRARIES'\n";
    const without = `RUN rm /usr/lib/x86_64-linux-gnu/libssl.so.3\n${step}`;
    await edit(docker, folder, "Dockerfile", step, without);
    const log = await refused(docker, folder);
    assert.match(printed(log), /^\s*libssl\.so\.3 => not found$/m);
    assert.match(printed(log), /^RUNTIME_IMAGE lacks what the program is linked with/m);
  });

  it("`proto file not found`: protos/ is not in the context; the delivered .dockerignore lets it in (G5)", async () => {
    const folder = await checkout(docker, "no-protos");
    await edit(docker, folder, ".dockerignore", "!protos\n", "");
    assert.match(await refused(docker, folder), /proto file not found: protos\/tercen\.proto/);
  });

  it("`error: linking with cc failed`: a library is missing in the builder; with its -dev package the program links", async () => {
    const folder = await checkout(docker, "no-libffi");
    await writeFile(docker.path(join(folder, "src/lib.rs")), "");
    const program = '#[link(name = "ffi")]\nextern "C" {}\n\nfn main() {}\n';
    await writeFile(docker.path(join(folder, "src/main.rs")), program);
    const builder = ["--target", "builder", "--output", "type=cacheonly"];
    assert.match(await refused(docker, folder, ...builder), /error: linking with `cc` failed/);
    const install = "RUN apt-get update && apt-get install --yes libffi-dev\n";
    await edit(docker, folder, "Dockerfile", "COPY . .\n", `${install}COPY . .\n`);
    await built(docker, folder, ...builder);
  });

  it("`error: failed to compile`: a package that needs a newer Rust says which", async () => {
    const folder = await checkout(docker, "new-rust");
    await edit(docker, folder, "Cargo.toml", 'rust-version = "1.75"', 'rust-version = "1.90"');
    assert.match(
      await refused(docker, folder),
      /cannot be built because it requires rustc 1\.90 or newer, while the currently active rustc version is 1\.75/,
    );
  });

  it('a Cargo.lock of version 4 is not read by Rust 1.75, though it is "1.75+"; 1.83 reads it (G3)', async () => {
    const newer = "rust:1.83-slim-bookworm";
    await sharedDocker(newer);
    const folder = await checkout(docker, "lock-4");
    await edit(docker, folder, "Cargo.lock", "version = 3", "version = 4");
    const log = await refused(docker, folder);
    assert.match(
      log,
      /lock file version `4` was found, but this version of Cargo does not understand this lock file/,
    );
    // What a build says last of any failure.
    assert.match(log, /ERROR: failed to solve: process "\/bin\/sh -c set -eu/);
    const reading = ["docker", "run", "--rm", "-v", `${folder}:/build`, "-w", "/build"] as const;
    assert.match(await docker.output([...reading, newer, "cargo", "pkgid"]), /ggrs_plot_operator/);
  });

  it("`Cache not working`: without Cargo.lock there is no build, and so none without a cache", async () => {
    const folder = await checkout(docker, "no-lock");
    await rm(docker.path(join(folder, "Cargo.lock")));
    assert.match(await refused(docker, folder), /"\/Cargo\.lock": not found/);
  });

  it("`--no-cache`, as docs/docker.md writes it, takes no step from the cache (G38)", async () => {
    const folder = await checkout(docker, "no-cache");
    // Stops before anything is compiled.
    await edit(docker, folder, "Cargo.lock", "version = 3", "version = 4");
    assert.equal(steps(await refused(docker, folder, "--no-cache", "-t", operatorImage)).cached, 0);
  });
});
