import assert from "node:assert/strict";
import { built } from "../docker-build.js";
import { nullspace } from "../../../systems/nullspace/index.js";
import { Container } from "../container.js";
import { patience, sharedDocker } from "../shared-docker.js";
import type { ThrowawayDocker } from "../throwaway-docker.js";
import { simulator, simulatorImage } from "./simulator.js";

describe("Nullspace: all six services", function () {
  this.timeout(patience);
  const network = "nullspace";
  let docker: ThrowawayDocker;
  let checkout: string;
  const containers: Container[] = [];
  before(async () => {
    ({ docker, checkout } = await simulator());
    await sharedDocker("node:20-alpine");
    await docker.output(["docker", "network", "create", network]);
  });
  after(async () => {
    for (const container of containers) await container.remove();
    await docker.run(["docker", "network", "rm", network]);
  });

  /** Starts a container that the others know by a name. */
  const start = async (name: string, reference: string, ...options: string[]) => {
    const named = ["--network", network, "--network-alias", name, ...options];
    const container = await Container.start(docker, reference, { options: named });
    containers.push(container);
    return container;
  };

  /** What an address answers, once it does. */
  const ask = (url: string, ...options: string[]) => {
    const patiently = ["--retry", "30", "--retry-all-errors", "--retry-delay", "1"];
    return docker.output(["curl", "--silent", "--show-error", "--fail", ...patiently, ...options, url]);
  };

  for (const { id, dockerfile, variableArgs = {} } of nullspace.images.filter(
    (one) => one.id !== "simulator",
  )) {
    it(`${id} is built by the same command as in CI (N9–N14, N44)`, async () => {
      const args = Object.entries(variableArgs).flatMap(([name, value]) => [
        "--build-arg",
        `${name}=${value}`,
      ]);
      await built(docker, checkout, "--file", dockerfile, "--tag", `nullspace-${id}`, ...args);
    });
  }

  it("find each other by their names", async () => {
    await start("simulator", simulatorImage);
    await start("auth", "nullspace-auth");
    await start("gateway", "nullspace-gateway", "--publish", "8000:8000");
    await start("ops", "nullspace-ops", "--publish", "4100:4100");
    const up = { "http://gateway:8000": true, "http://auth:4000": true, "http://simulator:8080": true };
    for (const service of ["simulator", "auth"]) await ask(`http://localhost:8000/${service}/healthz`);
    assert.deepEqual(JSON.parse(await ask("http://localhost:4100/")), up);
    const token = await ask("http://localhost:8000/auth/tokens/alice");
    assert.equal(await ask(`http://localhost:8000/auth/players/${token}`), "alice");
  });

  it("the website has the values that it was built with, and each as the catalogue names it (N14, N45)", async () => {
    const page = await docker.output([
      "docker",
      "run",
      "--rm",
      "nullspace-website",
      "cat",
      "dist/index.html",
    ]);
    const values = [...page.matchAll(/data-[\w-]+="([^"]*)"/g)].map(([, value]) => value);
    const website = nullspace.images.find(({ id }) => id === "website");
    assert.deepEqual(values, Object.values(website?.variableArgs ?? {}));
  });

  it("the node follows a chain", async () => {
    const node = await start("node", "nullspace-node", "--publish", "9000:9000");
    await ask("http://localhost:9000/healthz");
    const transfer = ["--json", '{"from":"bank","to":"alice","amount":1}'];
    assert.equal(await ask("http://localhost:9000/transfers", ...transfer), "bank 999999");
    assert.equal(await node.stop(), 0);
  });
});
