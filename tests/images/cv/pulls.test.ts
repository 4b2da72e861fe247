import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { createServer, request as forward } from "node:http";
import { join } from "node:path";
import { project } from "../../../tools/local/directories.js";
import { obtainSubstitute, substituteFor } from "../../../tools/local/substitutes.js";
import { pushLayout } from "../../../tools/local/substitute-images/layout.js";
import { useTeardown } from "../../e2e/local/teardown.js";
import { startRegistry } from "../../e2e/local/registry.js";
import { listen } from "../../e2e/loopback.js";
import { patience, sharedDocker } from "../shared-docker.js";
import type { ThrowawayDocker } from "../throwaway-docker.js";

const base = "alpine:3.21";

describe("CV: a registry of base images (C14)", function () {
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

  /** A door before the registry that answers the first two requests for the image with 503. */
  async function refusingTwice(): Promise<string> {
    const recipe = substituteFor(base);
    assert.ok(recipe);
    await pushLayout(await obtainSubstitute(recipe), registry, "alpine", "3.21");
    let refused = 0;
    const door = await listen(
      createServer((request, response) => {
        if (refused < 2 && request.url?.endsWith("/manifests/3.21") === true) {
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
    return `localhost:${door.port}`;
  }

  it("that refuses twice and then answers is asked a third time, and the image is built", async () => {
    const address = await refusingTwice();
    const folder = await docker.copy(join(project, "systems", "cv", "files"), "pull-twice");
    const dockerfile = `ARG ALPINE_IMAGE=${base}\nFROM \${ALPINE_IMAGE}\nRUN true\n`;
    await writeFile(docker.path(`${folder}/docker/Dockerfile.prod`), dockerfile);
    await writeFile(docker.path(`${folder}/Cargo.toml`), "");
    const env = { ALPINE_IMAGE: `${address}/${base}`, RETRY_DELAY: "0" };
    const { exitCode, all } = await docker.run([`${folder}/scripts/build-docker.sh`, "--version", "pulled"], {
      env,
    });
    assert.equal(exitCode, 0, all);
    assert.deepEqual(all.match(/^Attempt \d.*$/gm), [
      `Attempt 1: Pulling ${address}/${base}...`,
      "Attempt 1 failed, retrying...",
      `Attempt 2: Pulling ${address}/${base}...`,
      "Attempt 2 failed, retrying...",
      `Attempt 3: Pulling ${address}/${base}...`,
    ]);
  });
});
