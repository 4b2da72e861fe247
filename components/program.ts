import * as pulumi from "@pulumi/pulumi";
import { asRunError } from "./as-run-error.js";
import { DestroyGuard } from "./destroy-guard.js";
import { githubOidcProvider } from "./access/github-oidc-provider.js";
import { declareRegistryScanning } from "./ecr/declare-registry-scanning.js";
import { SoftwareSystem } from "./software-system.js";
import { MEMORY_OUTPUT, rememberedHandovers } from "./stack-memory.js";
import { loadConfiguration } from "./load-configuration.js";
import { handoversOf, prepareBuilds } from "../src/build/prepare.js";
import { describeImages, describeRepositories, describeRoles } from "./outputs.js";
import type * as GithubStack from "./github/github-stack.js";
import type { Configuration } from "../src/configuration/configuration.js";
import { makePlan } from "../src/plan/make-plan.js";
import type { System } from "../src/catalogue/system.js";

/** The program of every stack of a catalogue: load, plan, declare, output. */
export function program(catalogue: readonly System[]) {
  return () => asRunError(() => declareStack(catalogue));
}

async function declareStack(catalogue: readonly System[]) {
  const configuration = loadConfiguration(catalogue);
  const plan = makePlan(configuration, catalogue, pulumi.getStack());
  const github = await githubOf(configuration, catalogue);
  const remembered = await rememberedHandovers();
  const prepared = await Promise.all(
    plan.systems.map(async (system) => ({
      plan: system,
      builds: await prepareBuilds(system, remembered, pulumi.runtime.isDryRun()),
      delivery: github?.deliveries.get(system.name),
    })),
  );
  const scanning = plan.registryScanning && declareRegistryScanning(plan.registryScanning);
  const oidcProvider = plan.oidcProvider && (await githubOidcProvider(plan.oidcProvider));
  const systems = prepared.map((system) => new SoftwareSystem(system.plan.name, { ...system, oidcProvider }));
  github?.declareSettings?.(systems);
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
    ...(github?.checks && { checks: github.checks }),
    toDo: plan.toDo,
    [MEMORY_OUTPUT]: { ...remembered, ...handoversOf(prepared.flatMap(({ builds }) => builds)) },
  };
}

/** The stack's share of GitHub, loaded only where it has one: most do not. */
function githubOf(configuration: Configuration, catalogue: readonly System[]) {
  if (configuration.delivery === "off" && configuration.repositorySettings.kind === "none") return undefined;
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- import() knows no TypeScript here
  const { prepareGithub } = require("./github/github-stack.js") as typeof GithubStack;
  return prepareGithub(configuration, catalogue);
}
