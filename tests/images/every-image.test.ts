import assert from "node:assert/strict";
import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import { catalogue } from "../../systems/index.js";
import { useTeardown } from "../e2e/local/teardown.js";
import { EveryImage, type PublishedImage } from "./every-image.js";
import { probes } from "./probes.js";
import { patience, sharedDocker } from "./shared-docker.js";

const all = catalogue.flatMap(({ name, images }) => images.map(({ id }) => `${name}/${id}`)).sort();

describe("every image of the catalogue, through the image component", function () {
  this.timeout(patience);
  const teardown = useTeardown();
  let every: EveryImage;
  let images: ReadonlyMap<string, PublishedImage>;
  before(async () => {
    every = await EveryImage.setUp(await sharedDocker(), teardown);
    const up = await every.up();
    if (!up.succeeded) assert.fail(`${up.output}\n${await every.lastBuild()}`);
    images = new Map((await every.images()).map((image) => [`${image.system}/${image.image}`, image]));
  });

  it("is built by naming the checkouts, and published", () => {
    assert.deepEqual([...images.keys()].sort(), all);
  });

  it("has a probe", () => {
    assert.deepEqual(
      all.filter((name) => !(name in probes)),
      [],
    );
  });

  for (const name of all) {
    it(`${name} runs`, async () => {
      const image = images.get(name);
      const probe = probes[name];
      assert.ok(image && probe);
      await probe(every.docker, await every.pull(image));
    });
  }

  it("is built again only where its sources have changed", async function () {
    if (!all.includes("nullspace/ops")) this.skip();
    assert.deepEqual((await every.up()).changes, []);
    await appendFile(join(every.sources("nullspace"), "services/ops/server.mjs"), "// changed\n");
    assert.deepEqual((await every.up()).changes, ["update Image nullspace-ops"]);
  });
});
