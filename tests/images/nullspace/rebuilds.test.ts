import assert from "node:assert/strict";
import { appendFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { built } from "../docker-build.js";
import { compiled, steps } from "../build-log.js";
import { patience } from "../shared-docker.js";
import type { ThrowawayDocker } from "../throwaway-docker.js";
import { checkout, simulator } from "./simulator.js";

describe("Nullspace: what a change rebuilds of the simulator", function () {
  this.timeout(patience);
  let docker: ThrowawayDocker;
  before(async () => {
    ({ docker } = await simulator());
  });

  /** A checkout of its own, with other times than the one that the image was built from. */
  const fresh = async (name: string) => {
    const folder = await checkout(docker, name);
    const path = async (file: string) => {
      const found = docker.path(join(folder, file));
      await mkdir(dirname(found), { recursive: true });
      return found;
    };
    return { folder, path };
  };

  it("nothing, in another checkout of the same sources", async () => {
    const { folder } = await fresh("unchanged");
    assert.deepEqual(steps(await built(docker, folder)).run, []);
  });

  it("nothing, when documentation, another service or another Dockerfile changes", async () => {
    const { folder, path } = await fresh("documentation");
    for (const file of [
      ...["README.md", "docs/container-images.md", "types/README.md"],
      ...["node/Dockerfile", "gateway/server.mjs", "website/index.html", "Dockerfile.dockerignore"],
    ]) {
      await appendFile(await path(file), "\n# changed\n");
    }
    assert.deepEqual(steps(await built(docker, folder)).run, []);
  });

  it("our own crates alone, when a source changes, and nothing is fetched (N33–N36)", async () => {
    const { folder, path } = await fresh("source");
    const routes = await path("simulator/src/routes.rs");
    // A comment alone would make the same program, and what follows it would come from the cache.
    await writeFile(routes, (await readFile(routes, "utf8")).replace("not found", "nothing here"));
    const log = await built(docker, folder);
    assert.deepEqual(
      compiled(log),
      new Set(["nullspace-types", "nullspace-execution", "nullspace-simulator"]),
    );
    assert.doesNotMatch(log, /Updating|Download/);
    assert.deepEqual(
      new Set(steps(log).run.map((title) => /^\[(\S+)/.exec(title)?.[1])),
      new Set(["builder", "runtime"]),
    );
  });

  it("the dependencies, when a manifest changes", async () => {
    const { folder, path } = await fresh("manifest");
    const manifest = [
      "[package]",
      'name = "nullspace-simulator"',
      'version = "0.1.0"',
      "[dependencies]",
      "signal-hook.workspace = true",
    ];
    await writeFile(await path("simulator/Cargo.toml"), manifest.join("\n"));
    const log = await built(docker, folder, "--target", "dependencies");
    assert.deepEqual(
      compiled(log),
      new Set(["errno", "libc", "nullspace-simulator", "signal-hook", "signal-hook-registry"]),
    );
  });

  it("the dependencies, when Cargo.lock changes", async () => {
    const { folder, path } = await fresh("lock");
    // So that Cargo gives up at once: what counts is that it is asked again.
    await appendFile(await path("Cargo.lock"), "\nnot a lock file\n");
    const log = await built(docker, folder, "--target", "dependencies");
    assert.equal(steps(log).run.length, 8);
  });
});
