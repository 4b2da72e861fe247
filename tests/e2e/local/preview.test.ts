import { deepEqual, equal, ok } from "node:assert/strict";
import { createServer } from "node:http";
import { listen } from "../loopback.js";
import { useTeardown } from "./teardown.js";
import { startWorkshop, type Workshop } from "./workshop.js";

const PLANNED = ["create Image shop-app", "create Image shop-base", "create Image shop-base-local"];

describe("a preview", () => {
  const teardown = useTeardown();
  const asked: string[] = [];
  let workshop: Workshop;
  before(async () => {
    const docker = await listen(
      createServer((request, response) => {
        asked.push(request.url ?? "");
        response.writeHead(500).end();
      }),
    );
    teardown(() => docker.stop());
    const host = `tcp://127.0.0.1:${docker.port}`;
    workshop = await startWorkshop(teardown, { environment: { DOCKER_HOST: host, DOCKER_BUILDKIT: "1" } });
    // The daemon is gone: whoever asks it gets an error.
    await workshop.stopDaemon();
  });
  it("plans a new stack without a word to any daemon or registry (user pain 20)", async () => {
    const { project, registry } = workshop;
    const preview = await project.preview();
    ok(preview.succeeded, preview.output);
    deepEqual(preview.changes, PLANNED);
    deepEqual(asked, [], "requests to Docker");
    equal(registry.requests(), 0, "requests to the registry");
  });

  it("needs less than up, which fails where the daemon is gone", async () => {
    ok(!(await workshop.project.up()).succeeded, "else the daemon above was not gone");
  });
});
