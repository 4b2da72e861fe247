import { deepEqual, equal, ok } from "node:assert/strict";
import { startDaemon } from "./builders.js";
import { useTeardown } from "./teardown.js";
import { startWorkshop, type Workshop } from "./workshop.js";

describe("two remote BuildKit daemons", () => {
  const teardown = useTeardown();
  let workshop: Workshop;
  before(async () => {
    workshop = await startWorkshop(teardown, {
      configuration: { "slipway:builders": { "shop/base": "large" } },
    });
    const large = await startDaemon();
    teardown(() => large.stop());
    await workshop.builders.add("large", large.endpoint);
  });

  it("serve one up, each the images that the configuration gives it", async () => {
    const { project, builders, registry } = workshop;
    const up = await project.up();
    ok(up.succeeded, up.output);
    equal(await builders.builds("large"), 2, "the base, for the application and for the registry");
    equal(await builders.builds("laptop"), 1, "the application, on a base that another daemon built");
    deepEqual(await registry.tags(), ["shop-base:latest", "shop:latest"]);
  });
});
