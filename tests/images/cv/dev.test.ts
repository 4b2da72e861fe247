import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { imageBytes, imageConfig, imageFiles } from "../image.js";
import { patience } from "../shared-docker.js";
import type { ThrowawayDocker } from "../throwaway-docker.js";
import { checkout, cvDocker, image } from "./sources.js";

const base = "rust:1.87-slim-bookworm";

describe("CV: the dev image (C4)", function () {
  this.timeout(patience);
  let docker: ThrowawayDocker;
  let name: string;
  let cwd: string;
  before(async () => {
    docker = await cvDocker(base);
    name = await image(docker, "dev");
    cwd = await checkout(docker, "cv-developed");
  });

  it("takes no more than the document's 950 MB (C23)", async () => {
    const size = await imageBytes(docker, name);
    assert.ok(size <= 950e6, `${size} bytes`);
  });

  it("runs as a user by number (X5), and has cargo-watch and a debugger", async () => {
    assert.equal((await imageConfig(docker, name)).User, "1000:1000");
    const inBase = new Set(await imageFiles(docker, base));
    const programs = (await imageFiles(docker, name)).filter(
      (file) => /bin\/[^/]+$/.test(file) && !inBase.has(file),
    );
    for (const program of ["usr/bin/gdb", "usr/local/bin/cargo-watch", "usr/local/bin/startup-dev"]) {
      assert.ok(programs.includes(program), program);
    }
    assert.ok(!programs.includes("usr/bin/git"), "git stays in the stage that compiles");
  });

  it("holds no source, and nothing compiled from a stub (C6)", async () => {
    const list =
      "ls -A /app; tar --list --file /usr/local/share/cv/target.tar.xz | grep -E '/(lib)?cv[-.]' || true";
    assert.deepEqual((await inImage(list)).split("\n").filter(Boolean), ["data", "target"]);
  });

  it("without mounts says how to start it", async () => {
    const { exitCode, all } = await docker.run(["docker", "run", "--rm", name]);
    assert.equal(exitCode, 1);
    assert.deepEqual(all.split("\n"), [
      "startup-dev: /app/Cargo.toml is not mounted, or is no file",
      "  In the root of the repository: docker compose -f docker/docker-compose.dev.yml up",
    ]);
  });

  it("with a volume that another user made says how to get rid of it", async () => {
    const mounts = ["src", "static", "templates", "Cargo.toml", "Cargo.lock"].flatMap((file) => [
      "--volume",
      `${cwd}/${file}:/app/${file}:ro`,
    ]);
    const foreign = ["--tmpfs", "/app/target:mode=755,uid=0"];
    const { exitCode, all } = await docker.run(["docker", "run", "--rm", ...mounts, ...foreign, name]);
    assert.equal(exitCode, 1);
    assert.deepEqual(all.split("\n"), [
      "startup-dev: uid 1000 cannot write to target: its volume was not filled from this image",
      "  docker compose -f docker/docker-compose.dev.yml down --volumes, then up again",
    ]);
  });

  describe("up", () => {
    const compose = (...command: string[]) =>
      docker.output(["docker", "compose", "--file", "docker/docker-compose.dev.yml", ...command], { cwd });
    before(() => compose("up", "--detach"));
    after(() => compose("down", "--volumes"));

    /** Waits for an answer of the program that has a text. */
    async function untilAnswer(path: string, text: string): Promise<void> {
      let answer = "";
      for (let attempt = 0; attempt < 3000; attempt++) {
        answer = (await docker.run(["curl", "--max-time", "5", "--silent", `http://localhost:3000${path}`]))
          .stdout;
        if (answer.includes(text)) return;
        await sleep(200);
      }
      throw new Error(`No answer with ${text}, but: ${answer}\n${await compose("logs", "--no-color")}`);
    }

    async function untilLogged(text: string): Promise<void> {
      for (let attempt = 0; attempt < 3000; attempt++) {
        if ((await compose("logs", "--no-color")).includes(text)) return;
        await sleep(200);
      }
      throw new Error(`Nothing of "${text}" in:\n${await compose("logs", "--no-color")}`);
    }

    async function edit(path: string, from: string, to: string): Promise<void> {
      const file = join(docker.path(cwd), path);
      const text = await readFile(file, "utf8");
      assert.ok(text.includes(from));
      await writeFile(file, text.replace(from, to));
    }

    it("compiles the mounted sources and no dependency", async () => {
      await untilAnswer("/health", '"status":"ok"');
      const crates = [...(await compose("logs", "--no-color")).matchAll(/Compiling (\S+)/g)];
      assert.deepEqual(
        crates.map(([, crate]) => crate),
        ["cv"],
      );
    });

    it("an edit of a source on the host is compiled and running without a restart by hand", async () => {
      await edit("src/main.rs", 'status: "ok"', 'status: "edited"');
      await untilAnswer("/health", '"status":"edited"');
    });

    it("an edit of a template shows", async () => {
      await edit("templates/cv.html", "<h1>", "<h1>Edited: ");
      await untilAnswer("/", "Edited: ");
    });

    it("a mistake in a source is shown, and mended by the next edit", async () => {
      await edit("src/main.rs", "fn version()", "fn version(");
      await untilLogged("this file contains an unclosed delimiter");
      await edit("src/main.rs", "fn version(", "fn version()");
      await edit("src/main.rs", 'status: "edited"', 'status: "mended"');
      await untilAnswer("/health", '"status":"mended"');
    });

    it("ends promptly when it is stopped: Docker need not kill it", async () => {
      await compose("stop");
      const state = ["docker", "inspect", "--format", "{{.State.ExitCode}}", "cv-dev-cv-1"] as const;
      assert.equal(await docker.output(state), "143");
    });
  });

  function inImage(command: string): Promise<string> {
    return docker.output(["docker", "run", "--rm", name, "bash", "-c", command]);
  }
});
