import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { edit } from "../docker-build.js";
import { imageContains } from "../image.js";
import { patience } from "../shared-docker.js";
import { hostAddress, type ThrowawayDocker } from "../throwaway-docker.js";
import { type Faults, type LoopbackServer, startRegistry, startServer } from "./crate-registry.js";
import {
  type Crate,
  crateRepository,
  fromGit,
  fromRegistry,
  packCrate,
  smallProject,
  vendorCrate,
} from "./small-project.js";
import { build, built, cvDocker, onlyStage, type BuildOptions } from "./sources.js";

const dependencies = onlyStage("dependencies");

describe("CV: builds where something fails", function () {
  this.timeout(patience);
  let docker: ThrowawayDocker;
  let crate: Crate;
  before(async () => {
    docker = await cvDocker();
    crate = await packCrate();
  });

  const servers: LoopbackServer[] = [];
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.stop();
  });

  /** A registry with faults, and the argument that puts it in place of crates.io. */
  async function registry(faults: Faults = {}): Promise<readonly [string, string]> {
    const server = await startRegistry(crate, faults);
    servers.push(server);
    return ["--build-arg", `CARGO_MIRROR=sparse+${server.url}/index/`];
  }

  /** What retry.sh printed of the dependencies. */
  const attempts = (log: string) =>
    [...log.matchAll(/^#\d+ [\d.]+ (Attempt \d.*)$/gm)]
      .map(([, text = ""]) => text)
      .filter((text) => !text.includes("Installing packages"));

  describe("a registry (C14)", () => {
    it("that refuses twice and then answers is asked a third time, and the program is built", async () => {
      const cwd = await smallProject(docker, "twice", fromRegistry(crate));
      const options = [...(await registry({ refusals: 2 })), "--tag", "cv-twice"];
      assert.deepEqual(attempts(await built(docker, cwd, "prod", { options })), [
        "Attempt 1: Building dependencies...",
        "Attempt 1 failed, retrying...",
        "Attempt 2: Building dependencies...",
        "Attempt 2 failed, retrying...",
        "Attempt 3: Building dependencies...",
      ]);
      assert.equal(await docker.output(["docker", "run", "--rm", "cv-twice"]), "from the registry");
    });

    it("that has no archives: `failed to download from`, and vendored crates are the fix, and in no image (C7, C25)", async () => {
      const cwd = await smallProject(docker, "vendored", fromRegistry(crate));
      const options = await registry({ withoutArchives: true });
      const { exitCode, all } = await build(docker, cwd, "prod", { options: [...dependencies, ...options] });
      assert.equal(exitCode, 1);
      assert.match(all, /failed to download from `http:\/\/\S+\/crates\/greeting\/1\.0\.0\/download`/);
      await vendorCrate(join(docker.path(cwd), "vendor"), crate);
      assert.equal(await offline(cwd, options), "from the registry");
      assert.equal(await imageContains(docker, "cv-offline", "vendored-sources"), false);
    });
  });

  it("a name that nobody resolves: `Could not resolve host`, and --add-host is the fix (C25)", async () => {
    const cwd = await smallProject(docker, "unresolved", fromRegistry(crate));
    // Has Cargo wait for a second, and not ask again by itself, so that three attempts take no minutes.
    await edit(docker, cwd, "docker/configure-cargo.sh", "retry = 3", "retry = 0");
    await edit(docker, cwd, "docker/configure-cargo.sh", "timeout = 30", "timeout = 1");
    const [, mirror] = await registry();
    const named = ["--build-arg", mirror.replace(hostAddress, "crates.invalid")];
    const unresolved = await build(docker, cwd, "prod", { options: [...dependencies, ...named] });
    assert.equal(unresolved.exitCode, 1);
    assert.match(unresolved.all, /Could not resolve host: crates\.invalid/i);
    const fix = ["--add-host", `crates.invalid:${hostAddress}`];
    await built(docker, cwd, "prod", { options: [...dependencies, ...named, ...fix] });
  });

  it("a Rust too old for the program: Cargo says so, and the version is an argument (C25, X4)", async () => {
    const cwd = await smallProject(docker, "old-rust", fromRegistry(crate));
    await edit(docker, cwd, "Cargo.toml", "edition", 'rust-version = "1.999"\nedition');
    const options = [...dependencies, ...(await registry())];
    const { exitCode, all } = await build(docker, cwd, "prod", { options });
    assert.equal(exitCode, 1);
    assert.match(all, /rustc 1\.87\.0 is not supported by the following packages?:/);
  });

  it("Cargo's settings are read, each of them (C15)", async () => {
    const show = "RUSTC_BOOTSTRAP=1 cargo -Z unstable-options config get";
    const cwd = await smallProject(docker, "settings", fromRegistry(crate));
    const log = await probe(cwd, `FROM dependencies AS probe\nRUN ${show} net && ${show} http.timeout\n`, {
      options: await registry(),
    });
    for (const line of ["net.git-fetch-with-cli = true", "net.retry = 3", "http.timeout = 30"]) {
      assert.match(log, new RegExp(`^#\\d+ [\\d.]+ ${line.replaceAll(".", "\\.")}$`, "m"));
    }
  });

  describe("a token for private dependencies (C21)", () => {
    const token = "ghp_forTheTestsOfSlipwayAlone";
    let origin: { readonly url: string; readonly commit: string };
    let repositories: string;

    before(async () => {
      repositories = await mkdtemp(join(tmpdir(), "slipway-private-"));
      const commit = await crateRepository(join(repositories, "greeting"));
      const server = await startServer((request, response) => {
        const expected = `Basic ${Buffer.from(`x-access-token:${token}`).toString("base64")}`;
        if (request.headers.authorization !== expected) {
          response.writeHead(401, { "www-authenticate": 'Basic realm="private"' }).end();
          return;
        }
        const path = new URL(request.url ?? "", "http://x").pathname;
        readFile(join(repositories, path)).then(
          (file) => response.end(file),
          () => response.writeHead(404).end(),
        );
      });
      origin = { url: server.url, commit };
      stop = server.stop;
    });
    let stop: (() => Promise<void>) | undefined;
    after(async () => {
      await stop?.();
      await rm(repositories, { recursive: true });
    });

    const project = (name: string) =>
      smallProject(docker, name, fromGit(`${origin.url}/greeting`, origin.commit));
    const host = () => ["--build-arg", `GITHUB_URL=${origin.url}`];
    const secret = ["--secret", "id=github_token,env=GITHUB_TOKEN"];

    // First: what the next test builds is in the cache, and whoever may use that needs no token.
    it("missing: git says that it may not read, three times", async () => {
      const cwd = await project("private-without");
      const { exitCode, all } = await build(docker, cwd, "prod", { options: [...dependencies, ...host()] });
      assert.equal(exitCode, 1);
      assert.match(all, /could not read Username for 'http:/);
      assert.equal(attempts(all).at(-1), "Attempt 3 failed, giving up. The reason stands above.");
    });

    it("comes as a secret: the program is built, and the token is nowhere in what was built", async () => {
      const cwd = await project("private");
      const options = [...host(), ...secret, "--tag", "cv-private"];
      const env = { GITHUB_TOKEN: token };
      await built(docker, cwd, "prod", { options, env });
      assert.equal(await docker.output(["docker", "run", "--rm", "cv-private"]), "from the registry");
      assert.equal(await imageContains(docker, "cv-private", token), false);
      // The stage that had it, which is in no image but in the builder's cache.
      const search = `FROM dependencies AS probe\nRUN ! grep -rF ${token.slice(0, 8)} /app /etc /root /tmp /usr/local/cargo && echo 'not there'\n`;
      assert.match(await probe(cwd, search, { options: [...host(), ...secret], env }), /[\d.]+ not there$/m);
    });
  });

  /** Builds offline with ./vendor, through a proxy that is none: what the program says. */
  async function offline(cwd: string, more: readonly string[] = []): Promise<string> {
    const proxies = ["http_proxy", "https_proxy"].map((name) => `--build-arg=${name}=http://127.0.0.1:9`);
    const vendored = ["--build-arg", "OFFLINE=1", "--build-context", "vendor=vendor"];
    await built(docker, cwd, "prod", { options: [...more, ...proxies, ...vendored, "--tag", "cv-offline"] });
    return docker.output(["docker", "run", "--rm", "cv-offline"]);
  }

  /** Adds a stage `probe` to Dockerfile.prod, and builds up to it: the log. */
  async function probe(cwd: string, stage: string, options: BuildOptions = {}): Promise<string> {
    const dockerfile = join(docker.path(cwd), "docker", "Dockerfile.prod");
    const text = await readFile(dockerfile, "utf8");
    await writeFile(dockerfile, `${text}\n${stage}`);
    const log = await built(docker, cwd, "prod", {
      ...options,
      options: [...onlyStage("probe"), ...(options.options ?? [])],
    });
    await writeFile(dockerfile, text);
    return log;
  }
});
