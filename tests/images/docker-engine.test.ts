import { deepEqual, fail, match, ok } from "node:assert/strict";
import { writeFiles } from "../e2e/local/catalogue.js";
import type { Project } from "../e2e/local/project.js";
import { startRegistry, type Registry } from "../e2e/local/registry.js";
import { useTeardown } from "../e2e/local/teardown.js";
import { createShop } from "../e2e/local/workshop.js";
import { DockerClient } from "./docker-client.js";
import { ThrowawayDocker } from "./throwaway-docker.js";

describe("Docker's own engine as the builder", () => {
  const teardown = useTeardown();
  let docker: ThrowawayDocker;
  let registry: Registry;
  let client: DockerClient;
  let project: Project;

  before(async () => {
    docker = await ThrowawayDocker.start();
    teardown(() => docker.stop());
    registry = await startRegistry();
    teardown(() => registry.stop());
    await docker.bringPort(Number(registry.address.split(":")[1]));
    client = await DockerClient.of(docker);
    teardown(() => client.remove());
    project = await createShop(teardown, {
      configuration: {
        "slipway:registry": { kind: "local", address: registry.address },
        "slipway:builder": "default",
      },
      environment: client.environment,
    });
  });

  const upSucceeds = async () => {
    const up = await project.up();
    if (!up.succeeded) fail(`${up.output}\n${await client.lastBuild()}`);
    return up;
  };

  it("is refused a base that is not among its images, in one line and before anything is made (D32)", async () => {
    await project.configure({ "slipway:bases": "existing" });
    const up = await project.up();
    ok(!up.succeeded);
    match(
      up.output,
      /Base image 'shop-base:latest' not found locally\. Please build it first: \.\/build-base\.sh/,
    );
    deepEqual(registry.pushes, []);
    await project.configure({ "slipway:bases": "build" });
  });

  it("builds the base into its image store and the application on it (D4)", async () => {
    await upSucceeds();
    deepEqual(registry.pushes.toSorted(), ["shop-base:latest", "shop:latest"]);
    await docker.output(["docker", "image", "inspect", "shop-base:latest"]);
  });

  it("builds the base again where it is needed and was pruned", async () => {
    await docker.output(["docker", "image", "rm", "--force", "shop-base:latest"]);
    await writeFiles(project.sources, { "app/main.txt": "changed" });
    const up = await upSucceeds();
    ok(up.changes.includes("update Image shop-app"), up.changes.join(", "));
    await docker.output(["docker", "image", "inspect", "shop-base:latest"]);
  });

  it("says where a build that fails tells why, and there it does", async () => {
    await writeFiles(project.sources, {
      "app/main.txt": "one more",
      Dockerfile: `ARG BASE_IMAGE=shop-base:latest
FROM \${BASE_IMAGE}
COPY app /app
RUN ["/bin/busybox", "sh", "-c", "echo the reason; exit 7"]
`,
    });
    const up = await project.up();
    ok(!up.succeeded);
    match(up.output, /exit status 1/);
    match(up.output, /`docker buildx history logs` shows why/);
    match(await client.lastBuild(), /the reason/);
  });
});
