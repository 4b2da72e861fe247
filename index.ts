import * as pulumi from "@pulumi/pulumi";
import { DestroyGuard } from "./components/destroy-guard.js";
import { githubOidcProvider } from "./components/github-oidc-provider.js";
import { declareRegistryScanning } from "./components/registry-scanning.js";
import { handTokenOver, type RepositoryFilesArgs } from "./components/repository-files.js";
import { SoftwareSystem } from "./components/software-system.js";
import { MEMORY_OUTPUT, rememberedHandovers } from "./components/stack-memory.js";
import { deliveryConnection } from "./config/delivery-connection.js";
import { loadConfiguration } from "./config/load.js";
import type * as Deliveries from "./delivery/plan-deliveries.js";
import { handoversOf, prepareBuilds } from "./contexts/prepare.js";
import { describeImages, describeRepositories, describeRoles } from "./components/outputs.js";
import type { Configuration } from "./plan/configuration.js";
import { makePlan } from "./plan/make-plan.js";
import type * as RepositorySettings from "./repository-settings.js";
import { catalogue } from "./systems/index.js";

/** The program of every stack: load, plan, declare, output. */
export = async () => {
  const configuration = loadConfiguration(catalogue);
  const plan = makePlan(configuration, catalogue, pulumi.getStack());
  const settings = await settingsOf(configuration);
  const deliveries = deliveriesOf(configuration);
  const remembered = await rememberedHandovers();
  const prepared = await Promise.all(
    plan.systems.map(async (system) => ({
      plan: system,
      builds: await prepareBuilds(system, remembered, pulumi.runtime.isDryRun()),
      delivery: deliveries.get(system.name),
    })),
  );
  const scanning = plan.registryScanning && declareRegistryScanning(plan.registryScanning);
  const oidcProvider = plan.oidcProvider && (await githubOidcProvider(plan.oidcProvider));
  const systems = prepared.map((system) => new SoftwareSystem(system.plan.name, { ...system, oidcProvider }));
  settings?.declare(systems);
  if (plan.isProtected !== undefined) {
    new DestroyGuard([...systems, ...(scanning ? [scanning] : [])], plan.isProtected);
  }

  return {
    repositories: describeRepositories(systems),
    images: describeImages(systems),
    ...(plan.systems.some(({ roles }) => roles.length > 0) && { roles: describeRoles(systems) }),
    lifecycle: Object.fromEntries(
      plan.systems.flatMap(({ repositories }) =>
        repositories.map((repository) => [repository.name, repository.lifecycleInWords]),
      ),
    ),
    ...(settings && { checks: settings.checks }),
    toDo: plan.toDo,
    [MEMORY_OUTPUT]: { ...remembered, ...handoversOf(prepared.flatMap(({ builds }) => builds)) },
  };
};

/** What is delivered, by system. What makes the files is loaded only where a stack delivers. */
function deliveriesOf(configuration: Configuration): ReadonlyMap<string, RepositoryFilesArgs> {
  if (configuration.delivery === "off") return new Map();
  const { token, baseUrl } = deliveryConnection(pulumi.runtime.isDryRun());
  const ready = handTokenOver(token);
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { planDeliveries } = require("./delivery/plan-deliveries.js") as typeof Deliveries;
  const plans = planDeliveries(configuration, catalogue);
  return new Map(plans.map((plan) => [plan.system, { plan, baseUrl, ready }]));
}

/** The settings of repositories. What makes them is loaded only where a stack owns them; `import()` knows no TypeScript. */
async function settingsOf(configuration: Configuration) {
  if (configuration.repositorySettings.kind === "none") return undefined;
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { prepareSettings } = require("./repository-settings.js") as typeof RepositorySettings;
  return prepareSettings(configuration);
}
