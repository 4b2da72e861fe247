import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { edit } from "../docker-build.js";
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
    const mounted = ["src", "static", "templates", "Cargo.toml", "Cargo.lock"];
    const mounts = mounted.map((file) => `--volume=${cwd}/${file}:/app/${file}:ro`);
    const foreign = ["--tmpfs", "/app/target:mode=755,uid=0"];
    const { exitCode, all } = await docker.run(["docker", "run", "--rm", ...mounts, ...foreign, name]);
    assert.equal(exitCode, 1);
    assert.deepEqual(all.split("\n"), [
      "startup-dev: uid 1000 cannot write to target: its volume was not filled from this image",
      "  docker compose -f docker/docker-compose.dev.yml down --volumes, then up again",
    ]);
  });

  describe("up", () => {
    let cv: Development;
    before(async () => {
      cv = new Development(docker, cwd, ["docker/docker-compose.dev.yml"]);
      await cv.compose("up", "--detach");
    });
    after(() => cv.compose("down", "--volumes"));

    it("compiles the mounted sources and no dependency", async () => {
      await cv.untilAnswer("/health", '"status":"ok"');
      assert.deepEqual(await cv.compiled(), ["cv"]);
    });

    it("an edit of a source on the host is compiled and running without a restart by hand", async () => {
      await cv.edit("src/main.rs", 'status: "ok"', 'status: "edited"');
      await cv.untilAnswer("/health", '"status":"edited"');
    });

    it("an edit of a template shows", async () => {
      await cv.edit("templates/cv.html", "<h1>", "<h1>Edited: ");
      await cv.untilAnswer("/", "Edited: ");
    });

    it("a mistake in a source is shown, and mended by the next edit", async () => {
      await cv.edit("src/main.rs", "fn version()", "fn version(");
      await cv.untilLogged("this file contains an unclosed delimiter");
      await cv.edit("src/main.rs", "fn version(", "fn version()");
      await cv.edit("src/main.rs", 'status: "edited"', 'status: "mended"');
      await cv.untilAnswer("/health", '"status":"mended"');
    });

    it("ends promptly when it is stopped: Docker need not kill it", async () => {
      await cv.compose("stop");
      const state = ["docker", "inspect", "--format", "{{.State.ExitCode}}", "cv-dev-cv-1"] as const;
      assert.equal(await docker.output(state), "143");
    });
  });

  describe("without a network, from vendored crates (docker-compose.offline.yml)", () => {
    let cv: Development;
    before(async () => {
      const folder = await checkout(docker, "cv-offline");
      const vendor = "cargo vendor --locked > /tmp/config.toml && cp /tmp/config.toml vendor/";
      const sources = ["--volume", `${folder}:/app`, "--workdir", "/app"];
      await docker.output(["docker", "run", "--rm", ...sources, base, "sh", "-euc", vendor]);
      const files = ["docker/docker-compose.dev.yml", "docker/docker-compose.offline.yml"];
      cv = new Development(docker, folder, files, { CV_DEV_IMAGE: "cv-dev-offline", WATCH_POLL: "1" });
      const settings = ["RETRY_DELAY=0", "http_proxy=http://127.0.0.1:9", "https_proxy=http://127.0.0.1:9"];
      await cv.compose("build", ...settings.flatMap((setting) => ["--build-arg", setting]));
      await cv.compose("up", "--detach");
    });
    after(() => cv.compose("down", "--volumes"));

    it("compiles the mounted sources and no dependency", async () => {
      await cv.untilAnswer("/health", '"status":"ok"');
      assert.deepEqual(await cv.compiled(), ["cv"]);
    });

    it("with WATCH_POLL sees an edit by looking again and again", async () => {
      const script = "cat /proc/[0-9]*/cmdline | tr '\\0' ' '";
      const commands = await cv.compose("exec", "--no-TTY", "cv", "bash", "-c", script);
      assert.match(commands, /cargo-watch .*--poll/);
      await cv.edit("src/main.rs", 'status: "ok"', 'status: "edited"');
      await cv.untilAnswer("/health", '"status":"edited"');
    });
  });

  function inImage(command: string): Promise<string> {
    return docker.output(["docker", "run", "--rm", name, "bash", "-c", command]);
  }
});

/** CV as its compose files start it for development, on port 3000. */
class Development {
  constructor(
    private readonly docker: ThrowawayDocker,
    private readonly cwd: string,
    private readonly files: readonly string[],
    private readonly env: Readonly<Record<string, string>> = {},
  ) {}

  /** What a command of compose prints; it must succeed. */
  compose(...command: string[]): Promise<string> {
    const files = this.files.flatMap((file) => ["--file", file]);
    return this.docker.output(["docker", "compose", ...files, ...command], { cwd: this.cwd, env: this.env });
  }

  /** Waits for an answer of the program that has a text. */
  async untilAnswer(path: string, text: string): Promise<void> {
    const ask = ["curl", "--max-time", "5", "--silent", `http://localhost:3000${path}`] as const;
    await this.until(async () => (await this.docker.run(ask)).stdout, text);
  }

  /** Waits for a text in what the container prints. */
  async untilLogged(text: string): Promise<void> {
    await this.until(() => this.logs(), text);
  }

  /** The crates that the container has compiled, in order. */
  async compiled(): Promise<string[]> {
    return [...(await this.logs()).matchAll(/Compiling (\S+)/g)].map(([, crate = ""]) => crate);
  }

  /** Replaces a text in a source, which must be there. */
  async edit(path: string, from: string, to: string): Promise<void> {
    await edit(this.docker, this.cwd, path, from, to);
  }

  private logs(): Promise<string> {
    return this.compose("logs", "--no-color");
  }

  private async until(look: () => Promise<string>, text: string): Promise<void> {
    let seen = "";
    for (let attempt = 0; attempt < 3000; attempt++) {
      seen = await look();
      if (seen.includes(text)) return;
      await sleep(200);
    }
    throw new Error(`Nothing of "${text}", but: ${seen}\n${await this.logs()}`);
  }
}
