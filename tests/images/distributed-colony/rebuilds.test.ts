import assert from "node:assert/strict";
import { appendFile, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { project } from "../../../tools/local/directories.js";
import { compiled, printed, steps } from "../build-log.js";
import { colonyWithBase, type Colony, patience } from "./colony.js";

const base = "distributed-colony-base:latest";

describe("DistributedColony: what a change rebuilds", function () {
  this.timeout(patience);
  let machine: Colony;
  before(async () => {
    machine = await colonyWithBase();
  });

  it("D40.11: layer caching works: a build with nothing changed runs no step", async () => {
    const checkout = await fresh("unchanged");
    await built(checkout, "Dockerfile");
    assert.deepEqual(steps(await built(checkout, "Dockerfile")), { run: [], cached: 12 });
  });

  it("D40.10: a source change rebuilds nothing of the base (D14), and in the colony no dependency (D10, D12, D18)", async () => {
    const checkout = await fresh("source-change");
    // Without a network at all, so what `--offline` promises is seen to be true.
    const offline = ["--network", "none"];
    await built(checkout, "Dockerfile", offline);
    await appendFile(file(checkout, "crates/backend/src/main.rs"), "\n// changed\n");
    await appendFile(file(checkout, "crates/gui/Cargo.toml"), "\n# changed\n");
    assert.deepEqual(steps(await built(checkout, "Dockerfile.base")).run, []);
    const output = await built(checkout, "Dockerfile", offline);
    assert.deepEqual(compiled(output), new Set(["backend", "coordinator"]));
    // The coordinator is only a stub there: its own stage comes from the cache. A comment makes no other program, so
    // that even the copies into the image do.
    const stages = steps(output).run.map((title) => /^\[(\S+)/.exec(title)?.[1]);
    assert.deepEqual(new Set(stages), new Set(["backend"]));
  });

  it("a change of what both programs use compiles it and both, and no dependency", async () => {
    const checkout = await fresh("shared-change");
    await appendFile(file(checkout, "crates/shared/src/lib.rs"), "\n// changed\n");
    const output = await built(checkout, "Dockerfile", ["--network", "none"]);
    assert.deepEqual(compiled(output), new Set(["shared", "backend", "coordinator"]));
  });

  it("a manifest change rebuilds the dependencies", async () => {
    const checkout = await fresh("manifest-change");
    const unchanged = await recipe(checkout);
    const manifest = file(checkout, "crates/shared/Cargo.toml");
    const text = await readFile(manifest, "utf8");
    await writeFile(manifest, text.replace("[dependencies]", "[dependencies]\nserde_json.workspace = true"));
    assert.notEqual(await recipe(checkout), unchanged);
  });

  it("a change of Cargo.lock rebuilds the dependencies", async () => {
    const checkout = await fresh("lock-change");
    const unchanged = await recipe(checkout);
    const lock = file(checkout, "Cargo.lock");
    await writeFile(
      lock,
      (await readFile(lock, "utf8")).replace(
        /name = "anyhow"\nversion = "[^"]+"/,
        'name = "anyhow"\nversion = "1.0.1"',
      ),
    );
    assert.notEqual(await recipe(checkout), unchanged);
  });

  it("the GUI is left out though the root manifest names it, not a pattern (D8, D16)", async () => {
    const checkout = await fresh("gui-by-name");
    const root = file(checkout, "Cargo.toml");
    const members = '"crates/backend", "crates/coordinator", "crates/gui", "crates/shared"';
    await writeFile(root, (await readFile(root, "utf8")).replace('"crates/*"', members));
    const text = await recipe(checkout);
    assert.match(text, /crates\/gui/);
    assert.doesNotMatch(text, /x11\.workspace/);
  });

  it("a dependency that the base lacks stops the colony, and says to build the base again", async () => {
    const checkout = await fresh("stale-base");
    const root = file(checkout, "Cargo.toml");
    await writeFile(
      root,
      (await readFile(root, "utf8")).replace('anyhow = "1"', 'anyhow = "1"\nrand = "0.9"'),
    );
    await appendFile(file(checkout, "crates/shared/Cargo.toml"), "\n[dependencies.rand]\nworkspace = true\n");
    const { exitCode, all } = await build(checkout, "Dockerfile");
    assert.notEqual(exitCode, 0);
    assert.match(printed(all), /the manifests changed, build the base image again/);
  });

  describe("the guard against shipping a stub (D17)", () => {
    it("refuses a base with stubs, as cargo-chef alone would leave it", async () => {
      // Compiled, newer than every source, in cargo's eyes up to date.
      const stubs = [
        `FROM ${base}`,
        "COPY Cargo.toml Cargo.lock ./",
        "COPY crates/backend/Cargo.toml crates/backend/",
        "COPY crates/coordinator/Cargo.toml crates/coordinator/",
        "COPY crates/shared/Cargo.toml crates/shared/",
        "RUN mkdir crates/backend/src crates/coordinator/src crates/shared/src \\",
        " && echo 'fn main() {}' | tee crates/backend/src/main.rs crates/coordinator/src/main.rs \\",
        " && touch crates/shared/src/lib.rs \\",
        " && cargo build --release --bin backend --bin coordinator --offline \\",
        " && rm -r crates/backend crates/coordinator crates/shared",
      ].join("\n");
      const checkout = await fresh("stubs");
      await writeFile(file(checkout, "Docker/Dockerfile.base"), `${stubs}\n`);
      await built(checkout, "Dockerfile.base", ["--load", "--tag", "base-with-stubs"]);
      const onStubs = ["--build-arg", "BASE_IMAGE=base-with-stubs"];
      const { exitCode, all } = await build(await fresh("guarded"), "Dockerfile", onStubs);
      assert.notEqual(exitCode, 0);
      assert.match(printed(all), /was not compiled from its sources: the base image holds a stub of it/);
    });

    it("refuses a colony that forgets to clean up after its own stubs", async () => {
      const checkout = await fresh("forgetful");
      const dockerfile = file(checkout, "Docker/Dockerfile");
      const text = await readFile(dockerfile, "utf8");
      // With another target than its sources have, Cargo would compile a stub's crate again of its own accord.
      const alike = text.replace(/^ +: > "\$stub\/src\/lib\.rs"\n/m, "");
      const changed = alike.replace(/^ +cargo clean .*$/m, "  true");
      assert.notEqual(changed, alike);
      await writeFile(dockerfile, changed);
      const { exitCode, all } = await build(checkout, "Dockerfile");
      assert.notEqual(exitCode, 0);
      assert.match(printed(all), /(backend|coordinator) was not compiled from its sources/);
    });
  });

  /** A checkout of its own, as the system sees it. */
  function fresh(name: string): Promise<string> {
    return machine.docker.copy(join(project, "systems", "distributed-colony", "sample"), name);
  }

  function file(checkout: string, path: string): string {
    return join(machine.docker.path(checkout), path);
  }

  function build(checkout: string, dockerfile: string, options: readonly string[] = []) {
    const command = ["docker", "buildx", "build", "--progress", "plain", "--file"] as const;
    return machine.docker.run([...command, `${checkout}/Docker/${dockerfile}`, ...options, checkout]);
  }

  async function built(
    checkout: string,
    dockerfile: string,
    options: readonly string[] = [],
  ): Promise<string> {
    const { failed, all } = await build(checkout, dockerfile, options);
    assert.ok(!failed, all);
    return all;
  }

  /** What decides whether the dependencies are compiled: the recipe, the one file that step gets. */
  async function recipe(checkout: string): Promise<string> {
    // One archive: file by file, as `type=local` sends them, a toolchain takes minutes, or hangs.
    const archive = `${checkout}/planned.tar`;
    const options = ["--target", "planner", "--output", `type=tar,dest=${archive}`];
    await built(checkout, "Dockerfile.base", options);
    const text = await machine.docker.output([
      "tar",
      "--extract",
      "--to-stdout",
      "--file",
      archive,
      "app/recipe.json",
    ]);
    await rm(file(checkout, "planned.tar"));
    return text;
  }
});
