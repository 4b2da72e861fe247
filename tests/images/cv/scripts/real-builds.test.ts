import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { patience } from "../../shared-docker.js";
import { hostAddress, type ThrowawayDocker } from "../../throwaway-docker.js";
import { built, cvDocker, onlyStage } from "../sources.js";
import { cargoOf, Checkout, messages } from "./checkout.js";

const toolchain = "rust:1.87-alpine3.21";

/** A program with one dependency, that is compiled in no time. */
const manifest = `[package]
name = "cv"
version = "0.1.0"
edition = "2024"

[dependencies]
itoa = "1"
`;

describe("CV: the scripts build by the real Dockerfile", function () {
  this.timeout(patience);
  let docker: ThrowawayDocker;
  before(async () => {
    docker = await cvDocker();
  });

  it("C8, C25: without a network, --network-test --offline builds from the vendored crates", async () => {
    const small = await Checkout.make(docker, "built offline");
    await small.install("cargo", cargoOf(toolchain));
    await small.write("Cargo.toml", manifest);
    await small.write("src/main.rs", 'fn main() {\n    println!("{}", itoa::Buffer::new().format(42));\n}\n');
    await docker.output([`${small.folder}/bin/cargo`, "generate-lockfile"], { cwd: small.folder });
    const vendored = await small.run("optimize-build.sh", ["vendor"]);
    assert.equal(vendored.exitCode, 0, vendored.all);
    // The packages of the toolchain, which an offline build takes from the cache.
    await built(docker, small.folder, "prod", { options: onlyStage("rust") });

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
        RETRY_DELAY: "0",
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
