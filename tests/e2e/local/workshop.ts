import { Builders, startDaemon } from "./builders.js";
import { shop, writeShop } from "./catalogue.js";
import { Project, type ProjectOptions } from "./project.js";
import { type Registry, startRegistry } from "./registry.js";
import type { Teardown } from "./teardown.js";

/** All that the shop's images need: a registry, a builder `laptop` and a project with the sources. */
export interface Workshop {
  readonly registry: Registry;
  readonly builders: Builders;
  readonly project: Project;
  /** Ends the daemon of the builder. */
  readonly stopDaemon: () => Promise<void>;
}

/** Sets up the shop; nothing is built yet. */
export async function startWorkshop(
  teardown: Teardown,
  { configuration = {}, environment = {} } = {},
): Promise<Workshop> {
  const registry = await startRegistry();
  teardown(() => registry.stop());
  const builders = await Builders.create();
  teardown(() => builders.remove());
  const daemon = await startDaemon();
  teardown(() => daemon.stop());
  await builders.add("laptop", daemon.endpoint);
  const project = await createShop(teardown, {
    configuration: {
      "slipway:registry": { kind: "local", address: registry.address },
      "slipway:builder": "laptop",
      ...configuration,
    },
    environment: { ...builders.environment, ...environment },
  });
  return { registry, builders, project, stopDaemon: () => daemon.stop() };
}

/** A project of the shop alone, with its sources. The configuration names registry and builder. */
export async function createShop(
  teardown: Teardown,
  { configuration, environment }: ProjectOptions,
): Promise<Project> {
  const project = await Project.create({
    catalogue: [shop],
    configuration: {
      "slipway:owner": "Example",
      "slipway:checkouts": { shop: "sources" },
      ...configuration,
    },
    environment,
  });
  teardown(() => project.remove());
  await writeShop(project.sources);
  return project;
}
