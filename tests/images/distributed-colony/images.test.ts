import assert from "node:assert/strict";
import { createServer, type AddressInfo } from "node:net";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { colonyWithBase, type Colony, patience } from "./colony.js";

const image = "colony-under-test";

describe("DistributedColony: the images", function () {
  this.timeout(patience);
  let machine: Colony;
  before(async () => {
    machine = await colonyWithBase();
    await machine.docker.output(build());
  });

  it("D40.6: colony image size is minimal (<50MB), unpacked", async () => {
    const size = await shell(`docker export $(docker create ${image}) | wc -c`);
    assert.ok(Number(size) < 50_000_000, `${size} bytes`);
  });

  it("holds exactly two programs of ours, on top of the runtime image's files (D22)", async () => {
    const added = (await files(image)).filter((file) => !runtime.has(file));
    assert.deepEqual(added.sort(), ["usr/local/bin/backend", "usr/local/bin/coordinator"]);
  });

  it("has no compiler, no package manager and no shell", async () => {
    const forbidden = /(^|\/)(rustc|cargo|gcc|cc|ld|as|strip|apk|apt|dpkg|sh|bash|dash|busybox)$/;
    assert.deepEqual(
      (await files(image)).filter((file) => forbidden.test(file)),
      [],
    );
  });

  it("runs as 65532:65532, by number, with no entrypoint (D21, D22, D23, D24)", async () => {
    const config = await inspect(image);
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
    const port = await freePort();
    const command = ["/usr/local/bin/backend", "127.0.0.1", String(port), "aws"];
    assert.deepEqual(await health(port, command), { service: "backend", version: "dev" });
  });

  it("D40.9, D25: coordinator binary runs correctly in container: `coordinator aws` answers", async () => {
    const port = await freePort();
    const command = ["/usr/local/bin/coordinator", "aws"];
    assert.deepEqual(await health(port, command, ["--env", `COORDINATOR_PORT=${port}`]), {
      service: "coordinator",
      version: "dev",
    });
  });

  it("the base holds nothing compiled from a stub, and no manifest but the empty GUI's (D17)", async () => {
    const listing = await machine.docker.output([
      ...(["docker", "run", "--rm", "--network", "host", "distributed-colony-base:latest"] as const),
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
    assert.ok((await inspect("distributed-colony-base:latest")).Env.includes(`RUSTFLAGS=${flags}`));
    await derive("other-flags", "ENV RUSTFLAGS=-Copt-level=1");
    const { exitCode, all } = await machine.docker.run(build("--build-arg", "BASE_IMAGE=other-flags"));
    assert.notEqual(exitCode, 0);
    assert.match(all, /RUSTFLAGS is '-Copt-level=1', but the base was built with '-C link-arg=-s'\./);
  });

  const runtime = new Set<string>();
  before(async () => {
    for (const file of await files("gcr.io/distroless/cc:nonroot")) runtime.add(file);
  });

  function build(...options: string[]): [string, ...string[]] {
    const file = ["--file", "colony/Docker/Dockerfile"];
    return ["docker", "buildx", "build", "--load", "--tag", image, ...file, ...options, "colony"];
  }

  async function derive(name: string, instructions: string): Promise<void> {
    const dockerfile = `FROM distributed-colony-base:latest\n${instructions}\n`;
    await shell(`printf '%s' "$DOCKERFILE" | docker buildx build --load --tag ${name} -`, {
      DOCKERFILE: dockerfile,
    });
  }

  function shell(script: string, env: Readonly<Record<string, string>> = {}): Promise<string> {
    return machine.docker.output(["sh", "-c", script], { env });
  }

  /** Every path in an image, directories left out. */
  async function files(reference: string): Promise<string[]> {
    const create = `docker create ${reference} /none`;
    const listing = await shell(`docker export $(${create}) | tar --list`);
    // What `docker create` itself puts in.
    const made = /^(\.dockerenv|dev\/.*|etc\/(hostname|hosts|mtab|resolv\.conf)|proc\/|sys\/)$/;
    return listing.split("\n").filter((file) => !file.endsWith("/") && !made.test(file));
  }

  interface Config {
    readonly User: string;
    readonly Entrypoint?: readonly string[] | null;
    readonly Cmd: readonly string[];
    readonly Env: readonly string[];
    readonly ExposedPorts?: Readonly<Record<string, unknown>>;
  }
  async function inspect(reference: string): Promise<Config> {
    const json = await machine.docker.output(["docker", "image", "inspect", reference]);
    const [found] = JSON.parse(json) as [{ Config: Config }];
    return found.Config;
  }

  function state(container: string, field: string): Promise<string> {
    return machine.docker.output(["docker", "inspect", "--format", `{{.State.${field}}}`, container]);
  }

  /** Starts a container, waits for the answer of its /health, and stops it as an orchestrator does. */
  async function health(port: number, command: readonly string[], options: readonly string[] = []) {
    const run = ["docker", "run", "--detach", "--network", "host", ...options, image, ...command];
    const container = await machine.docker.output(run as [string, ...string[]]);
    try {
      const answer = await firstAnswer(`http://127.0.0.1:${port}/health`);
      const pid = await state(container, "Pid");
      const owner = await shell(`grep -E '^(Uid|Gid):' /proc/${pid}/status`);
      assert.match(owner, /^Uid:(\t65532){4}\nGid:(\t65532){4}$/);
      await machine.docker.output(["docker", "stop", container]);
      assert.equal(await state(container, "ExitCode"), "0", "SIGTERM ends it in an orderly way");
      return answer;
    } finally {
      await machine.docker.run(["docker", "rm", "--force", container]);
    }
  }
});

async function firstAnswer(url: string): Promise<unknown> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer) return answer.json();
    await sleep(100);
  }
  throw new Error(`${url} does not answer`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
