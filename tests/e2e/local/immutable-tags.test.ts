import { deepEqual, doesNotMatch, equal, match, ok } from "node:assert/strict";
import { writeFiles } from "./catalogue.js";
import { useTeardown } from "./teardown.js";
import { startWorkshop, type Workshop } from "./workshop.js";

// tests/e2e/aws/immutable-tags.test.ts tells the same of ECR; this is the registry of distribution, strict about tags.
describe("a release in a registry that overwrites none (user pain 9)", () => {
  const teardown = useTeardown();
  let workshop: Workshop;
  before(async () => {
    workshop = await startWorkshop(teardown, {
      immutable: true,
      configuration: { "slipway:tagMutability": "immutable", "slipway:release": "v1.0.0" },
    });
  });
  const publishedRelease = (tag: string) => workshop.registry.published("shop", tag);

  it("is published beside the tag that moves", async () => {
    const up = await workshop.project.up();
    ok(up.succeeded, up.output);
    deepEqual(await workshop.registry.tags(), ["shop-base:latest", "shop:latest", "shop:v1.0.0"]);
  });

  it("is not pushed by a second run, which succeeds", async () => {
    const before = workshop.registry.pushes.length;
    const up = await workshop.project.up();
    ok(up.succeeded, up.output);
    deepEqual(up.changes, []);
    deepEqual(workshop.registry.pushes.slice(before), []);
  });

  it("is not pushed by a stack that knows nothing of it, with the same sources", async () => {
    const before = workshop.registry.pushes.length;
    const up = await (await workshop.project.withoutState()).up();
    ok(up.succeeded, up.output);
    equal(up.changes.length, 3, "it did declare all anew");
    ok(!workshop.registry.pushes.slice(before).includes("shop:v1.0.0"));
  });

  it("refuses other content by name, before anything of it is built", async () => {
    const { project, builders } = workshop;
    const release = await publishedRelease("v1.0.0");
    const latest = await publishedRelease("latest");
    await writeFiles(project.sources, { "app/main.txt": "other" });
    const builds = await builders.builds("laptop");
    const up = await project.up();
    ok(!up.succeeded);
    match(
      up.output,
      /shop:v1\.0\.0 is immutable and already holds other content\. Publish under a new version: pulumi config set slipway:release VERSION/,
    );
    doesNotMatch(up.output, /^\s*at /m, "a stack trace");
    equal(await builders.builds("laptop"), builds);
    deepEqual(await publishedRelease("v1.0.0"), release);
    deepEqual(await publishedRelease("latest"), latest);
  });

  it("of a new version takes the other content", async () => {
    const { project } = workshop;
    const release = await publishedRelease("v1.0.0");
    await project.configure({ "slipway:release": "v1.1.0" });
    const up = await project.up();
    ok(up.succeeded, up.output);
    deepEqual(await publishedRelease("v1.0.0"), release);
    deepEqual(await publishedRelease("v1.1.0"), await publishedRelease("latest"));
  });
});
