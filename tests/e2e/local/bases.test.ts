import { deepEqual, doesNotMatch, equal, match, notEqual, ok } from "node:assert/strict";
import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import * as v from "valibot";
import { writeFiles } from "./catalogue.js";
import { useTeardown } from "./teardown.js";
import { startWorkshop, type Workshop } from "./workshop.js";

const outputs = v.object({
  images: v.array(v.object({ image: v.string(), reference: v.string(), digest: v.string() })),
});

describe("a base image on this machine", () => {
  const teardown = useTeardown();
  let workshop: Workshop;
  let first: string | undefined;
  before(async () => {
    workshop = await startWorkshop(teardown);
  });
  const layouts = () => join(workshop.project.folder, ".slipway/test/layouts/shop/base");

  it("and an application are published under their tags, with the digests and labels that the stack tells (D37)", async () => {
    const { project, registry } = workshop;
    const up = await project.up();
    ok(up.succeeded, up.output);
    [first] = await readdir(layouts());
    deepEqual(registry.pushes.toSorted(), ["shop-base:latest", "shop:latest"]);
    const { images } = v.parse(outputs, await project.outputs());
    deepEqual(
      images.map(({ image, reference }) => [image, reference]),
      [
        ["base", `${registry.address}/shop-base:latest`],
        ["app", `${registry.address}/shop:latest`],
      ],
    );
    for (const { image, digest } of images) {
      const repository = image === "base" ? "shop-base" : "shop";
      const published = await registry.published(repository, "latest");
      equal(published?.digest, digest);
      equal(published.type, "application/vnd.oci.image.manifest.v1+json", "one platform and no attestation");
      equal(published.labels["org.opencontainers.image.source"], "https://github.com/Example/Shop");
      equal(published.labels["org.opencontainers.image.title"], repository);
    }
  });

  it("is not missed while nothing has changed", async () => {
    await rm(layouts(), { recursive: true });
    const builds = await workshop.builders.builds("laptop");
    const up = await workshop.project.up();
    ok(up.succeeded, up.output);
    deepEqual(up.changes, []);
    equal(await workshop.builders.builds("laptop"), builds);
  });

  it("is built again where it is gone and the application has changed", async () => {
    await writeFiles(workshop.project.sources, { "app/main.txt": "changed" });
    const up = await workshop.project.up();
    ok(up.succeeded, up.output);
    ok(up.changes.includes("update Image shop-base-local"), up.changes.join(", "));
    const [second, ...others] = await readdir(layouts());
    deepEqual(others, []);
    notEqual(second, first);
  });

  it("is used as it is by the next change", async () => {
    await writeFiles(workshop.project.sources, { "app/main.txt": "changed again" });
    const up = await workshop.project.up();
    ok(up.succeeded, up.output);
    deepEqual(up.changes, ["update Image shop-app"]);
  });
});

describe("a first up that fails after the base was built", () => {
  const teardown = useTeardown();
  let workshop: Workshop;
  beforeEach(async () => {
    workshop = await startWorkshop(teardown);
    const { project } = workshop;
    const dockerfile = await readFile(join(project.sources, "Dockerfile"), "utf8");
    await writeFiles(project.sources, { Dockerfile: `${dockerfile}RUN ["/bin/busybox", "false"]\n` });
    ok(!(await project.up()).succeeded);
    ok((await project.resources()).includes("docker-build:index:Image"), "the base is in the state");
    await writeFiles(project.sources, { Dockerfile: dockerfile });
  });
  const layouts = () => join(workshop.project.folder, ".slipway/test/layouts/shop/base");

  it("is made good by the next, on the same base", async () => {
    const before = await readdir(layouts());
    const up = await workshop.project.up();
    ok(up.succeeded, up.output);
    ok(!up.changes.includes("update Image shop-base-local"), up.changes.join(", "));
    deepEqual(await readdir(layouts()), before);
  });

  it("is made good by the next where the base was lost in between", async () => {
    await rm(layouts(), { recursive: true });
    const up = await workshop.project.up();
    ok(up.succeeded, up.output);
    ok(up.changes.includes("update Image shop-base-local"), up.changes.join(", "));
  });
});

describe("a base image that is to be there already", () => {
  const teardown = useTeardown();
  let workshop: Workshop;
  before(async () => {
    workshop = await startWorkshop(teardown, { configuration: { "slipway:bases": "existing" } });
  });

  for (const command of ["preview", "up"] as const) {
    it(`and is not gives one line at ${command}, before anything is created (D32)`, async () => {
      const { project, registry } = workshop;
      const outcome = await project[command]();
      ok(!outcome.succeeded);
      // While an update runs, Pulumi tells the same in the line of the resource.
      const errors = [...outcome.output.matchAll(/^ *error: (.*)$/gm)].map(([, text]) => text);
      deepEqual(
        errors,
        ["Base image 'shop-base:latest' not found locally. Please build it first: ./build-base.sh"],
        outcome.output,
      );
      doesNotMatch(outcome.output, /^\s+at /m);
      deepEqual(outcome.changes, []);
      deepEqual(await registry.tags(), []);
      // The stack itself, and the reference by which it read its own outputs, are Pulumi's.
      deepEqual(
        (await project.resources()).filter((type) => !type.startsWith("pulumi:")),
        [],
      );
    });
  }

  it("and is, is built on", async () => {
    const { project, registry } = workshop;
    await project.configure({ "slipway:bases": "build" });
    ok((await project.up()).succeeded);
    await project.configure({ "slipway:bases": "existing" });
    await writeFiles(project.sources, { "app/main.txt": "on the base that is there" });
    const up = await project.up();
    ok(up.succeeded, up.output);
    ok(up.changes.includes("update Image shop-app"), up.changes.join(", "));
    ok((await registry.tags()).includes("shop-base:latest"), "what was published stays");
  });
});

describe("an up that is killed in the middle of a build", () => {
  const teardown = useTeardown();
  let workshop: Workshop;
  before(async () => {
    workshop = await startWorkshop(teardown);
    await writeFiles(workshop.project.sources, {
      Dockerfile: `ARG BASE_IMAGE=shop-base:latest
FROM \${BASE_IMAGE}
COPY app /app
RUN ["/bin/busybox", "sleep", "20"]
`,
    });
  });

  it("leaves a lock that Pulumi names, with its fix, and is made good by the next up", async () => {
    const { project, registry, builders } = workshop;
    const killed = project.startUp();
    // The third build is the application's.
    while ((await builders.builds("laptop")) < 3) {
      equal(killed.exitCode, null, "up ended before it could be killed");
      await sleep(200);
    }
    process.kill(-(killed.pid ?? 0), "SIGKILL");
    equal((await killed).signal, "SIGKILL");
    // Pulumi gives its plugins groups of their own. They would notice within five minutes that it is gone.
    await execa("pkill", ["-KILL", "--session", String(killed.pid)], { reject: false });

    const locked = await project.up();
    ok(!locked.succeeded);
    match(locked.output, /the stack is currently locked by 1 lock/);
    match(locked.output, /pulumi cancel/);
    const cancel = await project.pulumi("cancel", "--yes", "--stack", "test");
    ok(!cancel.failed, cancel.all);

    await writeFiles(project.sources, { "app/main.txt": "after the kill" });
    const up = await project.up();
    ok(up.succeeded, up.output);
    deepEqual(await registry.tags(), ["shop-base:latest", "shop:latest"]);
    deepEqual((await project.up()).changes, []);
  });
});
