import assert from "node:assert/strict";
import { appendFile, mkdir, readdir, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { compiled, printed, steps } from "../build-log.js";
import { edit } from "../docker-build.js";
import { patience } from "../shared-docker.js";
import type { ThrowawayDocker } from "../throwaway-docker.js";
import { build, built, checkout, cvDocker, image, onlyStage, type ImageType } from "./sources.js";

describe("CV: what a change rebuilds", function () {
  this.timeout(patience);
  let docker: ThrowawayDocker;
  before(async () => {
    docker = await cvDocker();
    await image(docker, "prod");
    await image(docker, "minimal");
  });

  /** A checkout of its own, and how to get at its files. */
  async function fresh(name: string) {
    const cwd = await checkout(docker, name);
    return { cwd, file: (path: string) => join(docker.path(cwd), path) };
  }

  /** The stages of the steps that ran. */
  async function rebuilt(cwd: string, type: ImageType) {
    const log = await built(docker, cwd, type);
    const stages = steps(log).run.map((title) => /^\[(\S+)/.exec(title)?.[1] ?? title);
    return { stages: new Set(stages), crates: compiled(log) };
  }

  for (const type of ["prod", "minimal"] as const) {
    it(`${type}: nothing, where only documents, CI files or vendored crates changed`, async () => {
      const { cwd, file } = await fresh(`documents-${type}`);
      await writeFile(file("README.md"), "changed\n");
      for (const folder of ["docs", "vendor", "data", ".github"]) {
        await mkdir(file(folder), { recursive: true });
        await writeFile(file(`${folder}/changed`), "changed\n");
      }
      await appendFile(file("docker/docker-compose.prod.yml"), "# changed\n");
      assert.deepEqual(await rebuilt(cwd, type), { stages: new Set(), crates: new Set() });
    });
  }

  it("the program alone, where a source changed; once for both images (C6)", async () => {
    const { cwd } = await fresh("source");
    await edit(docker, cwd, "src/main.rs", 'status: "ok"', 'status: "fine"');
    assert.deepEqual(await rebuilt(cwd, "prod"), {
      stages: new Set(["build", "runtime"]),
      crates: new Set(["cv"]),
    });
    assert.deepEqual(await rebuilt(cwd, "minimal"), {
      stages: new Set(["stripped", "runtime"]),
      crates: new Set(),
    });
  });

  it("the dependencies, where the manifest changed (C6)", async () => {
    const { cwd } = await fresh("manifest");
    // A dependency that Cargo.lock does not know ends the step at once: that it ran is what is asked.
    await edit(docker, cwd, "Cargo.toml", "[dependencies]\n", '[dependencies]\nfnv = "1"\n');
    const { exitCode, all } = await build(docker, cwd, "prod", { options: onlyStage("dependencies") });
    assert.equal(exitCode, 1);
    assert.match(all, /the lock file \S+ needs to be updated but --locked was passed/);
  });

  it("the guard refuses to ship a stub (C6)", async () => {
    // The step before leaves the program that it compiled from a stub, and the sources are older than that.
    const { cwd, file } = await fresh("stub");
    const stage = "FROM dependencies AS build";
    const forgetful =
      "RUN mkdir src && echo 'fn main() {}' > src/main.rs && cargo build --release --locked --offline && rm -r src";
    await edit(docker, cwd, "docker/Dockerfile.prod", stage, `${stage}\n${forgetful}`);
    const old = new Date("2000-01-01");
    for (const entry of await readdir(file("src"))) await utimes(file(`src/${entry}`), old, old);
    await utimes(file("Cargo.toml"), old, old);
    const { exitCode, all } = await build(docker, cwd, "prod");
    assert.equal(exitCode, 1);
    assert.match(printed(all), /cv was not compiled from its sources: it is a stub from the step before\./);
  });
});
