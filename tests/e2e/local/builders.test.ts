import { deepEqual, equal, ok } from "node:assert/strict";
import { type Daemon, startDaemon } from "./builders.js";
import { useTeardown } from "./teardown.js";
import { startWorkshop, type Workshop } from "./workshop.js";

describe("two remote BuildKit daemons", () => {
  const teardown = useTeardown();
  let workshop: Workshop;
  let large: Daemon;
  let second: Daemon;
  before(async () => {
    workshop = await startWorkshop(teardown, {
      configuration: { "slipway:builders": { "shop/base": "large" } },
    });
    large = await startDaemon();
    teardown(() => large.stop());
    second = await startDaemon();
    teardown(() => second.stop());
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

  it("of one builder are one after the other's reserve: buildx sends a platform to the first that has it", async () => {
    const { project, builders } = workshop;
    await builders.add("pair", large.endpoint, second.endpoint);
    await builders.add("second", second.endpoint);
    await project.configure({ "slipway:builder": "pair", "slipway:builders": {} });
    const before = await builders.builds("large");
    const up = await project.up();
    ok(up.succeeded, up.output);
    equal(await builders.builds("large"), before + 3);
    equal(await builders.builds("second"), 0);
  });
});
