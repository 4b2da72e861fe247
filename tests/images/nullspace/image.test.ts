import assert from "node:assert/strict";
import { build } from "../docker-build.js";
import { Container } from "../container.js";
import { debianAdditions, imageConfig, imageContains } from "../image.js";
import { patience } from "../shared-docker.js";
import type { ThrowawayDocker } from "../throwaway-docker.js";
import { bases, secret, simulator, simulatorImage } from "./simulator.js";

describe("Nullspace: the simulator's image", function () {
  this.timeout(patience);
  let docker: ThrowawayDocker;
  let checkout: string;
  before(async () => {
    ({ docker, checkout } = await simulator());
  });

  /** What a script prints in a new container of an image, as root. */
  const shell = (reference: string, script: string) =>
    docker.output(["docker", "run", "--rm", "--user", "0", "--entrypoint", "sh", reference, "-c", script]);

  it("is configured as the document says (N38–N41, X5)", async () => {
    const { User, WorkingDir, Entrypoint, Cmd, Healthcheck } = await imageConfig(docker, simulatorImage);
    assert.deepEqual(
      { User, WorkingDir, Entrypoint, Cmd },
      { User: "1000:1000", WorkingDir: "/app", Entrypoint: ["/app/nullspace-simulator"], Cmd: null },
    );
    const second = 1_000_000_000;
    assert.deepEqual(Healthcheck, {
      Test: ["CMD-SHELL", "curl -f http://localhost:8080/healthz || exit 1"],
      Interval: 30 * second,
      Timeout: 10 * second,
      StartPeriod: 5 * second,
      Retries: 3,
    });
  });

  describe("as a container", () => {
    let container: Container;
    before(async () => {
      // The image's own health check, only sooner: it would be asked once in 30 seconds.
      container = await Container.start(docker, simulatorImage, { options: ["--health-interval", "1s"] });
      await container.untilHealthy();
    });
    after(() => container.remove());

    it("is the real program: it makes a block, with OpenSSL's digest", async () => {
      const { all } = await container.exec(
        ...["curl", "--silent", "--json", '{"from":"bank","to":"alice","amount":1}'],
        "http://localhost:8080/transfers",
      );
      assert.deepEqual(JSON.parse(all), {
        height: 0,
        transfer: { from: "bank", to: "alice", amount: 1 },
        state: "6815a734b9f61d5b9fdf2d60fe045ada3958c868b995cce7f50a255363ae2696",
      });
    });

    it("runs as user and group 1000, `nullspace`, and has no other groups (N39)", async () => {
      const { all } = await container.exec("id");
      assert.equal(all, "uid=1000(nullspace) gid=1000(nullspace) groups=1000(nullspace)");
    });

    it("may write to /app and its own home, and nowhere else but where all may (N39)", async () => {
      const find = "find / -xdev -type d -writable -not -path '/proc/*' -not -path '/dev/*' 2> /dev/null";
      const { all } = await container.exec("sh", "-c", find);
      const everyones = ["/run/lock", "/tmp", "/var/tmp"];
      assert.deepEqual(
        all
          .split("\n")
          .filter((folder) => !everyones.includes(folder))
          .sort(),
        ["/app", "/home/nullspace"],
      );
    });

    it("stops when told, with exit code 0: it is not killed", async () => {
      assert.equal(await container.stop(), 0);
      assert.match(await container.logs(), /stopping signal=15/);
    });
  });

  it("writes to a volume that was given to user 1000, as its page says (N42)", async () => {
    const give = ["docker", "run", "--rm", "--user", "0", "-v", "simulator-data:/data"] as const;
    await docker.output([...give, "--entrypoint", "chown", simulatorImage, "1000:1000", "/data"]);
    const write = ["docker", "run", "--rm", "-v", "simulator-data:/data", "--entrypoint", "touch"] as const;
    await docker.output([...write, simulatorImage, "/data/written"]);
    await docker.output(["docker", "volume", "rm", "simulator-data"]);
  });

  describe("holds nothing surprising", () => {
    it("but the packages of N38 and what they cannot do without, the program and the user (N40, N42)", async () => {
      const ofCurl = [
        "libbrotli1",
        "libcurl4",
        "libgssapi-krb5-2",
        "libk5crypto3",
        "libkeyutils1",
        "libkrb5-3",
        "libkrb5support0",
        "libldap-2.5-0",
        "libnghttp2-14",
        "libpsl5",
        "librtmp1",
        "libsasl2-2",
        "libsasl2-modules-db",
        "libssh2-1",
      ];
      assert.deepEqual(await debianAdditions(docker, simulatorImage, bases.runtime), {
        packages: ["ca-certificates", "curl", ...ofCurl, "libssl3", "openssl"],
        files: [
          "app/nullspace-simulator",
          "etc/ca-certificates.conf",
          ...["etc/gshadow-", "etc/shadow-", "etc/subgid-", "etc/subuid-"],
          ...["home/nullspace/.bash_logout", "home/nullspace/.bashrc", "home/nullspace/.profile"],
        ],
      });
    });

    it("holds no secret, not in a layer and not in its history, whatever lay beside the sources (N46)", async () => {
      assert.equal(await imageContains(docker, simulatorImage, secret), false);
      assert.equal(
        await imageContains(docker, simulatorImage, "nullspace-simulator"),
        true,
        "it was looked into",
      );
    });
  });

  describe("is built and run on one Debian release (N43)", () => {
    it("has the os-release of its builder", async () => {
      const release = "cat /etc/os-release";
      assert.equal(await shell(simulatorImage, release), await shell(bases.builder, release));
    });

    it("finds every shared library, OpenSSL's among them", async () => {
      const listing = await shell(simulatorImage, "ldd /app/nullspace-simulator");
      assert.doesNotMatch(listing, /not found/);
      assert.match(listing, /libcrypto\.so\.3 => \/lib\/x86_64-linux-gnu\/libcrypto\.so\.3 /);
    });

    it("is refused on a runtime image of another release", async () => {
      const other = `FROM ${bases.runtime}\nRUN sed -i s/bookworm/trixie/ /usr/lib/os-release\n`;
      await docker.output(["sh", "-c", "printf '%s' \"$0\" | docker build --tag other-release -", other]);
      const { failed, all } = await build(docker, checkout, "--build-arg", "RUNTIME_IMAGE=other-release");
      assert.equal(failed, true);
      assert.match(all, /ERROR: RUST_IMAGE and RUNTIME_IMAGE are of different Debian releases/);
    });
  });
});
