import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { createServer, request as forward } from "node:http";
import { join } from "node:path";
import { project } from "../../../tools/local/directories.js";
import { obtainSubstitute, substituteFor } from "../../../tools/local/base-images.js";
import { pushLayout } from "../../../tools/local/substitute-images/push.js";
import { useTeardown } from "../../e2e/local/teardown.js";
import { startRegistry } from "../../e2e/local/registry.js";
import { listen } from "../../e2e/loopback.js";
import { patience, sharedDocker } from "../shared-docker.js";
import { home, type ThrowawayDocker } from "../throwaway-docker.js";

const base = "alpine:3.21";

describe("CV: a registry of base images in trouble (C14)", function () {
  this.timeout(patience);
  const teardown = useTeardown();
  let docker: ThrowawayDocker;
  let registry: string;
  before(async () => {
    docker = await sharedDocker();
    const behind = await startRegistry();
    teardown(() => behind.stop());
    registry = behind.address;
  });

  /** A door before the registry that answers the first requests for such a path with 503. */
  async function refusing(path: RegExp, times: number): Promise<{ address: string }> {
    const recipe = substituteFor(base);
    assert.ok(recipe);
    await pushLayout(await obtainSubstitute(recipe), registry, "alpine", "3.21");
    let refused = 0;
    const door = await listen(
      createServer((request, response) => {
        if (refused < times && path.test(request.url ?? "")) {
          refused += 1;
          response.writeHead(503).end();
          return;
        }
        const onward = forward(
          `http://${registry}${request.url ?? ""}`,
          { method: request.method, headers: request.headers },
          (answer) => {
            response.writeHead(answer.statusCode ?? 500, answer.headers);
            answer.pipe(response);
          },
        );
        request.pipe(onward);
      }),
    );
    teardown(() => door.stop());
    await docker.bringPort(door.port);
    return { address: `localhost:${door.port}` };
  }

  /** The script, in a checkout with a Dockerfile that does little but build on that image. */
  async function build(name: string, address: string) {
    const folder = await docker.copy(join(project, "systems", "cv", "files"), `pull-${name}`);
    const dockerfile = `ARG ALPINE_IMAGE=${base}\nFROM \${ALPINE_IMAGE}\nRUN true\n`;
    await writeFile(docker.path(`${folder}/docker/Dockerfile.prod`), dockerfile);
    await writeFile(docker.path(`${folder}/Cargo.toml`), "");
    const env = { ALPINE_IMAGE: `${address}/${base}`, RETRY_DELAY: "0" };
    return docker.run([`${folder}/scripts/build-docker.sh`, "--version", `pulled-${name}`], { env });
  }

  const attempts = (output: string) =>
    output.split("\n").flatMap((line) => /^Attempt \d.*$/.exec(line)?.[0] ?? []);

  it("one that refuses twice and then answers is asked a third time, and the image is built", async () => {
    const { address } = await refusing(/\/manifests\/3\.21$/, 2);
    const { exitCode, all } = await build("twice", address);
    assert.equal(exitCode, 0, all);
    assert.deepEqual(attempts(all), [
      `Attempt 1: Pulling ${address}/${base}...`,
      "Attempt 1 failed, retrying...",
      `Attempt 2: Pulling ${address}/${base}...`,
      "Attempt 2 failed, retrying...",
      `Attempt 3: Pulling ${address}/${base}...`,
    ]);
  });

  it("one that never answers ends the script after three attempts, with nothing built", async () => {
    const { address } = await refusing(/^\/v2\//, Infinity);
    const { exitCode, all } = await build("never", address);
    assert.equal(exitCode, 1);
    assert.equal(attempts(all).at(-1), "Attempt 3 failed, giving up. The reason stands above.");
    assert.match(all, /503 Service Unavailable/);
    assert.deepEqual(all.split("\n").slice(-2), [
      `[ERROR] ${address}/${base} cannot be pulled, and Dockerfile.prod builds on it (ALPINE_IMAGE). Nothing was built.`,
      "[INFO] ./scripts/network-test.sh tells why.",
    ]);
  });

  it("without the script, one refusal ends the build: BuildKit asks once", async () => {
    const { address } = await refusing(/\/manifests\/3\.21$/, 1);
    const folder = `${home}/pull-once`;
    await mkdir(docker.path(folder));
    await writeFile(docker.path(`${folder}/Dockerfile`), `FROM ${address}/${base}\n`);
    const { exitCode, all } = await docker.run(["docker", "build", "--progress", "plain", folder]);
    assert.equal(exitCode, 1);
    assert.match(all, /503 Service Unavailable/);
  });
});
