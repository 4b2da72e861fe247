import assert from "node:assert/strict";
import { colonyWithBase, type Colony, patience } from "./colony.js";
import { Container } from "../container.js";
import { imageBytes, imageConfig, imageFiles } from "../image.js";

const image = "colony-under-test";

describe("DistributedColony: the images", function () {
  this.timeout(patience);
  let machine: Colony;
  before(async () => {
    machine = await colonyWithBase();
    await machine.docker.output(build());
  });

  it("D40.6: colony image size is minimal (<50MB), unpacked", async () => {
    const size = await imageBytes(machine.docker, image);
    assert.ok(size < 50_000_000, `${size} bytes`);
  });

  it("holds exactly two programs of ours, on top of the runtime image's files (D22)", async () => {
    const runtime = new Set(await imageFiles(machine.docker, "gcr.io/distroless/cc:nonroot"));
    const added = (await imageFiles(machine.docker, image)).filter((file) => !runtime.has(file));
    assert.deepEqual(added, ["usr/local/bin/backend", "usr/local/bin/coordinator"]);
  });

  it("runs as 65532:65532, by number, with no entrypoint (D21, D22, D23, D24)", async () => {
    const config = await imageConfig(machine.docker, image);
    assert.equal(config.User, "65532:65532");
    assert.ok(!config.Entrypoint);
    assert.deepEqual(config.Cmd, ["/usr/local/bin/backend", "0.0.0.0", "8082", "aws"]);
    assert.deepEqual(Object.keys(config.ExposedPorts ?? {}).sort(), ["8082/tcp", "8083/tcp"]);
    for (const variable of [
      "SERVICE_TYPE=backend",
      "COORDINATOR_HOST=localhost",
      "COORDINATOR_PORT=8083",
      "BACKEND_HOST=0.0.0.0",
      "BACKEND_PORT=8082",
      "BUILD_VERSION=dev",
    ]) {
      assert.ok(config.Env.includes(variable), variable);
    }
  });

  it("D40.8, D25: backend binary runs correctly in container: `backend <host> <port> aws` answers", async () => {
    const command = ["/usr/local/bin/backend", "0.0.0.0", "8082", "aws"];
    assert.deepEqual(await health(8082, command), { service: "backend", version: "dev" });
  });

  it("D40.9, D25: coordinator binary runs correctly in container: `coordinator aws` answers", async () => {
    const command = ["/usr/local/bin/coordinator", "aws"];
    assert.deepEqual(await health(8083, command), { service: "coordinator", version: "dev" });
  });

  it("the base holds nothing compiled from a stub, and no manifest but the empty GUI's (D17)", async () => {
    const listing = await machine.docker.output([
      ...(["docker", "run", "--rm", "distributed-colony-base:latest"] as const),
      ...["find", ".", "-maxdepth", "4", "-not", "-path", "./target/release/deps/*"],
    ]);
    const ours = /\/(backend|coordinator|shared|gui)[^/]*$/;
    assert.deepEqual(
      listing.split("\n").filter((file) => ours.test(file)),
      ["./crates/gui"],
    );
  });

  it("RUSTFLAGS equal in both: set once, in the base, and a base with others is refused (D12)", async () => {
    const flags = "-C link-arg=-s";
    const base = await imageConfig(machine.docker, "distributed-colony-base:latest");
    assert.ok(base.Env.includes(`RUSTFLAGS=${flags}`));
    const other = "FROM distributed-colony-base:latest\nENV RUSTFLAGS=-Copt-level=1\n";
    const derive = 'printf %s "$0" | docker buildx build --load --tag other-flags -';
    await machine.docker.output(["sh", "-c", derive, other]);
    const { exitCode, all } = await machine.docker.run(build("--build-arg", "BASE_IMAGE=other-flags"));
    assert.notEqual(exitCode, 0);
    assert.match(all, /RUSTFLAGS is '-Copt-level=1', but the base was built with '-C link-arg=-s'\./);
  });

  function build(...options: string[]): [string, ...string[]] {
    const file = ["--file", "colony/Docker/Dockerfile"];
    return ["docker", "buildx", "build", "--load", "--tag", image, ...file, ...options, "colony"];
  }

  /** Starts a container, waits for the answer of its /health, and stops it as an orchestrator does. */
  async function health(port: number, command: readonly string[]): Promise<unknown> {
    const { docker } = machine;
    const published = ["--publish", `127.0.0.1:${port}:${port}`];
    const container = await Container.start(docker, image, { options: published, command });
    try {
      const ask = ["curl", "--silent", "--fail", `http://127.0.0.1:${port}/health`] as const;
      await container.untilHealthy(ask);
      const answer: unknown = JSON.parse(await docker.output(ask));
      const pid = await container.state("Pid");
      const owner = await docker.output(["grep", "-E", "^(Uid|Gid):", `/proc/${pid}/status`]);
      assert.match(owner, /^Uid:(\t65532){4}\nGid:(\t65532){4}$/);
      assert.equal(await container.stop(), 0, "SIGTERM ends it in an orderly way");
      return answer;
    } finally {
      await container.remove();
    }
  }
});
