import * as pulumi from "@pulumi/pulumi";
import { DestroyGuard } from "./components/destroy-guard.js";
import type * as SettingsComponents from "./components/declare-settings.js";
import { githubOidcProvider } from "./components/github-oidc-provider.js";
import { declareRegistryScanning } from "./components/registry-scanning.js";
import { handTokenOver, type RepositoryFilesArgs } from "./components/repository-files.js";
import { SoftwareSystem } from "./components/software-system.js";
import { MEMORY_OUTPUT, rememberedHandovers } from "./components/stack-memory.js";
import { deliveryConnection } from "./config/delivery-connection.js";
import { githubConnection } from "./config/github-connection.js";
import { loadConfiguration } from "./config/load.js";
import type * as Deliveries from "./delivery/plan-deliveries.js";
import { handoversOf, prepareBuilds } from "./contexts/prepare.js";
import { describeChecks, describeImages, describeRepositories, describeRoles } from "./components/outputs.js";
import type { Configuration } from "./plan/configuration.js";
import { planSettings } from "./plan/github/repository-settings.js";
import { makePlan } from "./plan/make-plan.js";
import { catalogue } from "./systems/index.js";

/** The program of every stack: load, plan, declare, output. */
export = async () => {
  const configuration = loadConfiguration(catalogue);
  const plan = makePlan(configuration, catalogue, pulumi.getStack());
  const settings = await planSettings(configuration, catalogue);
  const github = settings.length > 0 ? githubConnection(pulumi.runtime.isDryRun()) : undefined;
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
  if (github !== undefined) {
    const { declareSettings } = settingsComponents();
    declareSettings(settings, systems, github);
  }
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
    ...(settings.length > 0 && { checks: describeChecks(settings) }),
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

/** Loaded only where it is needed, with Pulumi's classes for GitHub. Not by `import()`: then Node sees no TypeScript. */
function settingsComponents(): typeof SettingsComponents {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require("./components/declare-settings.js") as typeof SettingsComponents;
}
