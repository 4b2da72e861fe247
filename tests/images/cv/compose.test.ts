import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { patience } from "../shared-docker.js";
import type { RunOptions, ThrowawayDocker } from "../throwaway-docker.js";
import { checkout, cvDocker, image } from "./sources.js";

const prod = "docker/docker-compose.prod.yml";
const dev = "docker/docker-compose.dev.yml";
const extraHosts = "docker/docker-compose.extra-hosts.yml";
const offline = "docker/docker-compose.offline.yml";
const nameServers = ["1.1.1.1", "8.8.8.8", "9.9.9.9"];

/** The part of a resolved configuration that the tests look at. */
interface Resolved {
  readonly services: {
    readonly cv: {
      readonly dns?: readonly string[];
      readonly extra_hosts?: readonly string[];
      readonly build: { readonly extra_hosts?: readonly string[]; readonly args?: Record<string, string> };
      readonly volumes: readonly { readonly target: string; readonly read_only?: boolean }[];
    };
  };
  readonly networks: { readonly default: { readonly enable_ipv6?: boolean } };
}

describe("CV: the compose files", function () {
  this.timeout(patience);
  let docker: ThrowawayDocker;
  let cwd: string;
  before(async () => {
    docker = await cvDocker();
    cwd = await checkout(docker, "compose");
  });

  const files = (...names: string[]) => names.flatMap((name) => ["--file", name]);
  const config = (names: readonly string[], env: RunOptions["env"] = {}) =>
    docker.run(["docker", "compose", ...files(...names), "config", "--format", "json"], { cwd, env });
  const resolved = async (...arguments_: Parameters<typeof config>) => {
    const { stdout, stderr } = await config(...arguments_);
    assert.equal(stderr, "", "compose warns of nothing");
    return JSON.parse(stdout) as Resolved;
  };

  for (const names of [[prod], [dev], [dev, offline]]) {
    it(`${names.join(" and ")}: no warning, three name servers (C13), IPv6 (C17), no fixed hosts (C16)`, async () => {
      const { services, networks } = await resolved(names);
      assert.deepEqual(services.cv.dns, nameServers);
      assert.equal(networks.default.enable_ipv6, true);
      assert.equal(services.cv.extra_hosts, undefined);
      assert.equal(services.cv.build.extra_hosts, undefined);
    });
  }

  it("dev mounts what the document names, and lets only Cargo.lock be written (C4)", async () => {
    const { services } = await resolved([dev]);
    assert.deepEqual(
      services.cv.volumes.map(({ target, read_only: readOnly = false }) => [target, readOnly]),
      [
        ["/app/src", true],
        ["/app/static", true],
        ["/app/templates", true],
        ["/app/Cargo.toml", true],
        ["/app/Cargo.lock", false],
        ["/usr/local/cargo/registry", false],
        ["/app/target", false],
      ],
    );
  });

  describe("extra hosts (C16)", () => {
    const addresses = {
      CRATES_IO: "192.0.2.1",
      STATIC_CRATES_IO: "192.0.2.2",
      INDEX_CRATES_IO: "192.0.2.3",
      GITHUB_COM: "192.0.2.4",
      API_GITHUB_COM: "192.0.2.5",
    };
    const expected = Object.entries(addresses)
      .map(([name, address]) => `${name.toLowerCase().replaceAll("_", ".")}=${address}`)
      .sort();

    for (const file of [prod, dev]) {
      it(`${file} and ${extraHosts}: those of the environment, for the build and the container`, async () => {
        const { services } = await resolved([file, extraHosts], addresses);
        assert.deepEqual(services.cv.extra_hosts?.toSorted(), expected);
        assert.deepEqual(services.cv.build.extra_hosts?.toSorted(), expected);
      });
    }

    it("are asked for where one is missing: an old address in a file would do harm", async () => {
      const { exitCode, stderr } = await config([dev, extraHosts], { ...addresses, GITHUB_COM: "" });
      assert.notEqual(exitCode, 0);
      assert.match(stderr, /GITHUB_COM.*an address of github\.com/);
    });
  });

  describe("prod, up (C19)", () => {
    const compose = (...command: string[]) =>
      docker.output(["docker", "compose", ...files(prod), ...command], { cwd });
    before(async () => {
      await image(docker, "prod");
      await compose("up", "--detach");
      for (let attempt = 0; attempt < 600 && (await get("localhost")).failed; attempt++) await sleep(100);
    });
    after(() => compose("down", "--volumes"));

    const get = (host: string) =>
      docker.run(`curl --max-time 5 --fail --silent --globoff 'http://${host}:3000/health'`);

    it("curl http://localhost:3000/health answers, and over IPv6 too (C17)", async () => {
      for (const host of ["localhost", "127.0.0.1", "[::1]"]) {
        assert.equal((await get(host)).stdout, '{"status":"ok","version":"0.1.0"}', host);
      }
    });

    it("keeps its data, in a folder for its user alone, and can write nothing else (C18)", async () => {
      assert.equal(await compose("exec", "cv", "stat", "-c", "%a %u:%g", "/app/data"), "700 10001:10001");
      await compose("exec", "cv", "wget", "-q", "-O", "/dev/null", "http://127.0.0.1:3000/");
      await compose("up", "--detach", "--force-recreate");
      assert.equal(await compose("exec", "cv", "cat", "/app/data/visits"), "1");
      const { exitCode } = await docker.run(
        ["docker", "compose", ...files(prod), "exec", "cv", "touch", "/app/static/x"],
        { cwd },
      );
      assert.notEqual(exitCode, 0);
    });

    it("the standalone `docker-compose` takes the same files (C26)", async () => {
      const plugins = ["/usr/libexec/docker/cli-plugins", "/usr/lib/docker/cli-plugins"];
      const script = `for folder in ${plugins.join(" ")}; do
  if [ -x "$folder/docker-compose" ]; then exec "$folder/docker-compose" --file "$0" ps --services; fi
done
exit 1`;
      assert.equal(await docker.output(["sh", "-c", script, prod], { cwd }), "cv");
    });
  });
});
