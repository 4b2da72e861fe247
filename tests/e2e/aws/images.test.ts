import { deepEqual, equal, ok } from "node:assert/strict";
import { type CloudWithImages, startCloudWithImages, writeSources } from "./cloud.js";
import { Project } from "../local/project.js";

describe("images of stack dev in ECR", () => {
  let cloud: CloudWithImages;
  let dev: Project;

  before(async () => {
    cloud = await startCloudWithImages();
    dev = await Project.ofStack("dev", cloud.environment);
    await writeSources(dev.sources, "first");
    await dev.set("slipway:checkouts.blog", "sources");
    await dev.set("slipway:builder", cloud.builder);
  });
  after(async () => {
    await dev.remove();
    await cloud.stop();
  });
  afterEach(() => {
    deepEqual(cloud.registry.refused, [], "nothing tried to leave this machine");
  });

  it("are built and pushed under the ECR host's name, the base first made in the same stack", async () => {
    const up = await dev.up();
    ok(up.succeeded, up.output);
    deepEqual(pushed(cloud), ["blog-base:latest", "blog:latest"]);
  });

  it("are neither built nor pushed again by a new token", async () => {
    const before = cloud.registry.pushes.length;
    const preview = await dev.preview();
    deepEqual(preview.changes, [], preview.output);
    const up = await dev.up();
    ok(up.succeeded, up.output);
    deepEqual(up.changes, []);
    equal(cloud.registry.pushes.length, before);
    ok(cloud.api.calls.includes("GetAuthorizationToken"), "there was a new token");
  });

  it("survive a refresh with the token in the state long dead", async () => {
    cloud.registry.expireTokens();
    const refresh = await dev.refresh();
    ok(refresh.succeeded, refresh.output);
    deepEqual(refresh.changes, []);
    const up = await dev.up();
    ok(up.succeeded, up.output);
    deepEqual(up.changes, []);
  });

  it("are pushed with a new token when the sources change", async () => {
    const before = cloud.registry.pushes.length;
    await writeSources(dev.sources, "second");
    const up = await dev.up();
    ok(up.succeeded, up.output);
    deepEqual(pushed(cloud, before).includes("blog:latest"), true);
  });
});

/** What was pushed after the first `from` pushes, as REPOSITORY:TAG. */
function pushed(cloud: CloudWithImages, from = 0): string[] {
  return cloud.registry.pushes
    .slice(from)
    .filter(({ reference }) => !reference.startsWith("sha256:"))
    .map(({ repository, reference }) => `${repository}:${reference}`)
    .toSorted();
}
