import { deepEqual, equal, ok } from "node:assert/strict";
import * as v from "valibot";
import { useTeardown } from "./teardown.js";
import { startWorkshop, type Workshop } from "./workshop.js";

const outputs = v.object({
  images: v.array(v.object({ image: v.string(), reference: v.string(), digest: v.string() })),
});

describe("a base image and an application, from sources to a registry", () => {
  const teardown = useTeardown();
  let workshop: Workshop;
  before(async () => {
    workshop = await startWorkshop(teardown);
  });

  it("are built and published under their tags, with the digests and labels that the stack tells", async () => {
    const { project, registry } = workshop;
    const up = await project.up();
    ok(up.succeeded, up.output);
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
});
