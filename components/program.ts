import * as pulumi from "@pulumi/pulumi";
import { prepareBuilds, recordsOf } from "../src/build/prepare.js";
import type { System } from "../src/catalogue/system.js";
import type { Plan } from "../src/plan/plan.js";
import { githubOidcProvider } from "./access/github-oidc-provider.js";
import { asRunError } from "./as-run-error.js";
import { DestroyGuard } from "./destroy-guard.js";
import { declareRegistryScanning } from "./ecr/declare-registry-scanning.js";
import type * as GithubStack from "./github/github-stack.js";
import { loadPlan } from "./load-plan.js";
import { describeStack } from "./outputs.js";
import { SoftwareSystem } from "./software-system.js";
import { MEMORY_OUTPUT, rememberedBases } from "./stack-memory.js";

/** The program of every stack of a catalogue: load, plan, declare, output. */
export function program(catalogue: readonly System[]) {
  return () => asRunError(() => declareStack(catalogue));
}

async function declareStack(catalogue: readonly System[]) {
  const plan = await loadPlan(catalogue);
  const github = githubOf(plan);
  const remembered = await rememberedBases();
  const prepared = await Promise.all(
    plan.systems.map(async (system) => ({
      system,
      builds: await prepareBuilds(system, remembered, pulumi.runtime.isDryRun()),
      delivery: github?.deliveries.get(system.name),
    })),
  );

  const scanning = plan.registryScanning && declareRegistryScanning(plan.registryScanning);
  const oidcProvider = plan.oidcProvider && (await githubOidcProvider(plan.oidcProvider));
  const systems = prepared.map((args) => new SoftwareSystem(args.system.name, { ...args, oidcProvider }));
  github?.declareSettings(systems);
  if (plan.isProtected !== undefined) {
    new DestroyGuard([...systems, ...(scanning ? [scanning] : [])], plan.isProtected);
  }

  const records = recordsOf(prepared.flatMap(({ builds }) => builds));
  return { ...describeStack(plan, systems), [MEMORY_OUTPUT]: { ...remembered, ...records } };
}

/** The stack's share of GitHub, loaded only where it has one: most do not. */
function githubOf(plan: Plan) {
  if (!plan.systems.some(({ settings, delivery }) => settings ?? delivery)) return undefined;
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- import() knows no TypeScript here
  const { prepareGithub } = require("./github/github-stack.js") as typeof GithubStack;
  return prepareGithub(plan);
}
