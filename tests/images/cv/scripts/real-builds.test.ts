import assert from "node:assert/strict";
import { once } from "node:events";
import { readFile, readdir } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { Container } from "../../container.js";
import { patience } from "../../shared-docker.js";
import { hostAddress, type ThrowawayDocker } from "../../throwaway-docker.js";
import { cvDocker } from "../sources.js";
import { cargoOf, Checkout, messages } from "./checkout.js";

/** As the other tests of CV build, so that each finds in the cache what another has compiled. */
const env = { RETRY_DELAY: "0" };

const toolchain = "rust:1.87-alpine3.21";

/** A program with one dependency, that is compiled in no time. */
const manifest = `[package]
name = "cv"
version = "0.1.0"
edition = "2024"

[dependencies]
itoa = "1"
`;

describe("CV: the scripts build the real sources", function () {
  this.timeout(patience);
  let docker: ThrowawayDocker;
  let checkout: Checkout;
  before(async () => {
    docker = await cvDocker();
    checkout = await Checkout.make(docker, "built by scripts");
    await checkout.install("cargo", cargoOf(toolchain));
  });

  // Other tests know the real program by this name.
  after(() => docker.output(["docker", "tag", "cv:1.0.0", "cv:latest"]));

  /** What a container of an image answers at /health. */
  async function health(image: string): Promise<string> {
    const container = await Container.start(docker, image, { options: ["--publish", "127.0.0.1:3000:3000"] });
    try {
      const ask = ["curl", "--max-time", "5", "--fail", "--silent", "http://localhost:3000/health"] as const;
      await container.untilHealthy(ask);
      return await docker.output(ask);
    } finally {
      await container.remove();
    }
  }

  it("C8: --type prod --version 1.0.0: the image runs, and knows its version", async () => {
    const { exitCode, all } = await checkout.run(
      "build-docker.sh",
      ["--type", "prod", "--version", "1.0.0"],
      env,
    );
    assert.equal(exitCode, 0, all);
    assert.deepEqual(messages(all), [
      "[INFO] Building cv:1.0.0 (prod, linux/amd64)",
      "[INFO] Built in N s: SIZE",
      "[INFO] Image: cv:1.0.0",
    ]);
    assert.match(await health("cv:1.0.0"), /1\.0\.0/);
    assert.equal(await health("cv:latest"), await health("cv:1.0.0"));
  });

  it("C9: vendor, by a real cargo: every crate of Cargo.lock, and none is missing for the images' target", async () => {
    const { exitCode, all } = await checkout.run("optimize-build.sh", ["vendor"]);
    assert.equal(exitCode, 0, all);
    const folder = docker.path(checkout.folder);
    const lock = await readFile(`${folder}/Cargo.lock`, "utf8");
    const locked = [...lock.matchAll(/^name = "(.*)"\n(?:.*\n)source = /gm)].map(([, name]) => name);
    const vendored = await readdir(`${folder}/vendor`);
    // Of a crate in two versions, the older one's folder has its version in the name.
    assert.equal(vendored.length, locked.length + 1);
    assert.deepEqual(
      locked.filter((name) => !vendored.some((entry) => entry === name)),
      [],
    );
    assert.match(await readFile(`${folder}/vendor/config.toml`, "utf8"), /^directory = "vendor"$/m);
    assert.deepEqual(
      (await readdir(folder)).filter((name) => name.startsWith(".vendor")),
      [],
    );
  });

  it("C9: cache, by a real cargo: the crates for builds on the host are downloaded", async () => {
    const { exitCode, all } = await checkout.run("optimize-build.sh", ["cache"]);
    assert.equal(exitCode, 0, all);
    const crates = await docker.output([
      "find",
      `${checkout.folder}/.cargo-cache`,
      "-name",
      "tokio-1*.crate",
    ]);
    assert.notEqual(crates, "");
  });

  it("C8, C25: without a network, --network-test --offline builds from the vendored crates", async () => {
    const small = await Checkout.make(docker, "built offline");
    await small.install("cargo", cargoOf(toolchain));
    await small.write("Cargo.toml", manifest);
    await small.write("src/main.rs", 'fn main() {\n    println!("{}", itoa::Buffer::new().format(42));\n}\n');
    await docker.output([`${small.folder}/bin/cargo`, "generate-lockfile"], { cwd: small.folder });
    const vendored = await small.run("optimize-build.sh", ["vendor"]);
    assert.equal(vendored.exitCode, 0, vendored.all);

    const outside = createServer().listen(0, "127.0.0.1");
    await once(outside, "listening");
    const { port } = outside.address() as AddressInfo;
    const connect = `exec 3<> /dev/tcp/${hostAddress}/${port}`;
    const reached = async () =>
      !(await docker.run(["docker", "run", "--rm", toolchain, "bash", "-c", connect])).failed;
    assert.equal(await reached(), true);
    const rules = [
      ["FORWARD", "--jump", "REJECT"],
      ["OUTPUT", "--out-interface", "tap0", "--jump", "REJECT"],
    ];
    for (const rule of rules) await docker.output(["iptables", "--insert", ...rule]);
    try {
      assert.equal(await reached(), false);
      const nowhere = "http://127.0.0.1:1";
      const { exitCode, all } = await small.run("build-docker.sh", ["--network-test", "--offline"], {
        ...env,
        NEEDED_HOSTS: "localhost",
        OTHER_HOSTS: "",
        HTTP_URLS: nowhere,
        DOCKER_REGISTRIES: nowhere,
        CARGO_INDEX: nowhere,
      });
      assert.equal(exitCode, 0, all);
      assert.deepEqual(messages(all), [
        "[ERROR] Builds do not get what they need from the network.",
        "[INFO] What to do is under each [FAIL].",
        "[WARNING] The network test failed. An offline build needs the network only for base images that are not here yet.",
        "[INFO] Building cv:0.1.0 (prod, linux/amd64)",
        "[INFO] Built in N s: SIZE",
        "[INFO] Image: cv:0.1.0",
      ]);
    } finally {
      for (const rule of rules) await docker.output(["iptables", "--delete", ...rule]);
      outside.close();
    }
    assert.equal(await docker.output(["docker", "run", "--rm", "cv:0.1.0"]), "42");
  });
});
